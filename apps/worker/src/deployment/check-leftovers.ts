import { findLeftovers } from "@windlass/aws/stacks/find-leftovers";
import { WindlassError } from "@windlass/contracts/error";
import type { Leftover } from "@windlass/contracts/removal";
import { inFence } from "@windlass/operations/deployment-run/fence";
import { saveResults } from "@windlass/operations/deployment-run/save-results";
import { counted } from "./counted.js";
import { removalPlanSchema } from "./removal-plan.js";
import type { StepContext } from "./run-step.js";

/**
 * Looks whether anything is left of what was to be deleted, and keeps the list with the deployment whatever it says.
 *
 * @throws WindlassError `removal_incomplete` when something is.
 */
export async function checkLeftovers(context: StepContext): Promise<Leftover[]> {
  const { run, aws, services, lease, reporter, signal } = context;
  const { expected } = removalPlanSchema.parse(run.steps.get("plan")?.output);
  const items = await findLeftovers(aws, { expected, signal });
  // Kept in a transaction of its own: a step that throws stores nothing.
  await inFence(services.db, lease.fence, (tx) => saveResults(tx, { removal: { checkedAt: new Date().toISOString(), items } }));
  for (const { kind, name, state } of items) if (state !== "gone") reporter.log(`${state === "retained" ? "Retained" : "Left"}: ${kind.replace("_", " ")} ${name}`, state === "left" ? "warn" : "info");
  const left = items.filter(({ state }) => state === "left");
  if (left.length > 0) {
    throw new WindlassError("removal_incomplete", `The stack is gone, but ${counted(left.length, "thing")} of it ${left.length === 1 ? "is" : "are"} left: ${left.map(({ name }) => name).join(", ")}.`);
  }
  reporter.log(`Checked ${counted(items.length, "thing")}: nothing is left.`);
  return items;
}
