import { findLeftovers } from "@windlass/aws/stacks/find-leftovers";
import { readEarlierRemoval } from "@windlass/operations/deployment-run/read-earlier-removal";
import { counted } from "./counted.js";
import { removalPlanSchema, type RemovalPlan } from "./removal-plan.js";
import type { StepContext } from "./run-step.js";

/**
 * What there is to do for a removal whose stack is gone: an earlier one may have left something. Log groups that Lambda made are
 * deleted then; of the rest it is looked again whether it is still there. Null where nothing was left, or is left any more.
 */
export async function leftoversOf(context: StepContext): Promise<RemovalPlan | null> {
  const { run, aws, services, reporter, signal } = context;
  const earlier = await readEarlierRemoval(services.db.pool, run.id);
  const plan = removalPlanSchema.safeParse(earlier?.plan).data;
  if (!earlier || !plan) return null;
  const wasLeft = (name: string): boolean => earlier.checked === null || earlier.checked.some((item) => item.name === name && item.state === "left");
  const expected = plan.expected.filter(({ name, retained }) => !retained && wasLeft(name));
  const found = await findLeftovers(aws, { expected, signal });
  const left = expected.filter(({ name }) => found.some((item) => item.name === name && item.state === "left"));
  if (left.length === 0) {
    if (expected.length > 0) reporter.log(`Looked again for what an earlier removal had left: ${counted(expected.length, "thing")}, all gone.`);
    return null;
  }
  reporter.log(`An earlier removal left ${left.map(({ name }) => name).join(", ")}.`);
  const logGroups = left.filter(({ kind, logicalId }) => kind === "log_group" && logicalId === null).map(({ name }) => name);
  return { stackId: plan.stackId, retain: [], emptyBuckets: [], logGroups, expected: left };
}
