import { diagnoseStack } from "@windlass/aws/stacks/diagnose-stack";
import { readRemoval } from "@windlass/aws/stacks/read-removal";
import { checkRepair } from "@windlass/cloudformation/check-repair";
import { WindlassError } from "@windlass/contracts/error";
import type { ResourceChange } from "@windlass/contracts/plan";
import type { StackDiagnosis } from "@windlass/contracts/stack-diagnosis";
import { savePlan } from "@windlass/operations/deployment-run/save-plan";
import { findLastSuccess } from "@windlass/operations/stage/open-stage-stack";
import { countChanges } from "../count-changes.js";
import type { Planned } from "../planned.js";
import { expectedOf, type RemovalPlan } from "../removal-plan.js";
import { repairOf } from "../repair-of.js";
import type { StepContext, StepResult } from "../run-step.js";
import { toRemoval } from "./6-plan-removal.js";

/** Reads the stack again and makes sure that it still calls for the repair. Throws `nothing_to_repair`, `invalid_request`, and what AWS refuses. */
export async function planRepair(context: StepContext): Promise<StepResult<Planned>> {
  const { run, reporter } = context;
  const repair = repairOf(run);
  const diagnosis = await diagnoseStage(context);
  checkRepair(diagnosis, repair);
  const { stackId, status, action, cause } = diagnosis;
  if (stackId === null) throw new WindlassError("nothing_to_repair", "There is no stack to repair.");
  reporter.log(`The stack is in ${status ?? "no state"}. ${diagnosis.explanation}`);
  if (cause) reporter.log(`First cause: ${cause.logicalId} (${cause.resourceType}): ${cause.reason}`);
  const changes = changesOf(diagnosis, [...repair.skip, ...repair.retain]);
  const counts = countChanges(changes);
  const removal = action === "continue_rollback" ? null : await planDeletion(context, { stackId, diagnosis });
  return {
    output: { stackId, action, ...removal },
    store: async (tx): Promise<Planned> => {
      await savePlan(tx, { changeSetId: null, operation: removal === null ? "update" : "delete", changes, counts });
      return "changes";
    },
  };
}

/** The stage's stack, read now, with what Windlass knows of it. */
export async function diagnoseStage({ run, aws, services, signal }: StepContext): Promise<StackDiagnosis> {
  const succeededAt = await findLastSuccess(services.db, run.stage.id);
  return diagnoseStack(aws, { stackName: run.stage.stackName, succeededAt, signal });
}

function changesOf({ action, obstacles }: StackDiagnosis, leftOut: readonly string[]): ResourceChange[] {
  const concerned = obstacles.filter(({ id }) => !leftOut.includes(id)).map(toRemoval);
  return action === "continue_rollback" ? concerned.map((change) => ({ ...change, action: "change" as const, risk: "low" as const })) : concerned;
}

async function planDeletion({ run, aws, signal }: StepContext, { stackId, diagnosis }: { stackId: string; diagnosis: StackDiagnosis }): Promise<RemovalPlan> {
  const { emptyBuckets, retain } = repairOf(run);
  const preview = { ...(await readRemoval(aws, { stackName: stackId, signal })), stackId };
  return {
    stackId,
    retain,
    emptyBuckets: diagnosis.obstacles.flatMap(({ id, physicalId }) => (emptyBuckets.includes(id) && physicalId !== null ? [physicalId] : [])),
    logGroups: [],
    expected: expectedOf(preview, ({ id, retained, choice }) => retain.includes(id) || (retained && !choice)),
  };
}
