import { continueRollback } from "@windlass/aws/stacks/continue-rollback";
import { deleteOwnChangeSets } from "@windlass/aws/stacks/delete-own-change-sets";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { findOperation } from "@windlass/aws/stacks/find-operation";
import { listChangeSets } from "@windlass/aws/stacks/list-change-sets";
import { listStackResources } from "@windlass/aws/stacks/list-stack-resources";
import { checkRepair } from "@windlass/cloudformation/check-repair";
import type { RepairAction } from "@windlass/contracts/stack-diagnosis";
import type { Applied } from "../applied.js";
import { emptyBuckets, startDeletion, watchDeletion } from "../delete-and-watch.js";
import { removalPlanSchema } from "../removal-plan.js";
import { repairOf } from "../repair-of.js";
import type { StepContext } from "../run-step.js";
import { watchOperation } from "../watch-operation.js";
import { diagnoseStage } from "./6-plan-repair.js";
import { z } from "zod";

const planOutputSchema = z.object({ stackId: z.string() });

/**
 * Does the stack's one safe action, once: a worker that takes over finds by the deployment's token that it was begun. Before it
 * is begun the stack is read once more, so that nothing is deleted that has come to work since the plan.
 */
export async function applyRepair(context: StepContext): Promise<Applied> {
  const { run, aws, token, reporter, signal } = context;
  const { stackId } = planOutputSchema.parse(run.steps.get("plan")?.output);
  const repair = repairOf(run);
  if (await findOperation(aws, { stackName: stackId, token, since: run.createdAt, signal })) {
    reporter.log("CloudFormation is at work on this repair already: watching.");
    return repair.action === "continue_rollback" ? watchRollback(context, stackId) : watchDeletion(context, stackId);
  }
  if (await isGone(context, stackId)) return { outcome: "done" };
  checkRepair(await diagnoseStage(context), repair);
  return begin[repair.action](context, stackId);
}

async function isGone({ aws, signal, reporter }: StepContext, stackId: string): Promise<boolean> {
  const stack = await describeStack(aws, stackId, signal);
  if (stack !== null && stack.status !== "DELETE_COMPLETE") return false;
  reporter.log("The stack is gone already.");
  return true;
}

const begin: Record<RepairAction, (context: StepContext, stackId: string) => Promise<Applied>> = {
  async continue_rollback(context, stackId) {
    const { run, aws, lease, token, reporter, signal } = context;
    const { skip } = repairOf(run);
    await lease.check();
    signal.throwIfAborted();
    reporter.log(`Continuing the roll-back${skip.length === 0 ? "" : `, skipping ${skip.join(", ")}`}`);
    await continueRollback(aws, { stackName: stackId, clientRequestToken: token, skip, signal });
    return watchRollback(context, stackId);
  },
  delete_failed_create: deleteAndWatch,
  retry_deletion: deleteAndWatch,
  async clean_review(context, stackId) {
    const { aws, lease, reporter, signal } = context;
    await lease.check();
    const deleted = await deleteOwnChangeSets(aws, { stackName: stackId, keep: "", signal });
    reporter.log(`Deleted ${deleted} change set${deleted === 1 ? "" : "s"} of Windlass that were never executed.`);
    const others = await listChangeSets(aws, { stackName: stackId, signal });
    const resources = await listStackResources(aws, { stackName: stackId, signal });
    if (others.length > 0 || resources.length > 0) {
      reporter.log(`The stack stays: ${others.length > 0 ? `it has change sets of others (${others.join(", ")})` : "it has resources"}.`, "warn");
      return { outcome: "done" };
    }
    await startDeletion(context, { stackId, retain: [] });
    return watchDeletion(context, stackId);
  },
};

async function deleteAndWatch(context: StepContext, stackId: string): Promise<Applied> {
  const plan = removalPlanSchema.parse(context.run.steps.get("plan")?.output);
  await emptyBuckets(context, plan.emptyBuckets);
  await startDeletion(context, { stackId, retain: plan.retain });
  return watchDeletion(context, stackId);
}

/** A roll-back that goes on cannot be cancelled, and is done when the stack is as it was. */
async function watchRollback(context: StepContext, stackId: string): Promise<Applied> {
  const { lease, reporter, signal } = context;
  const tell = (): void => reporter.log("A roll-back cannot be cancelled: it goes on.", "warn");
  lease.cancelled.addEventListener("abort", tell, { once: true, signal });
  const { phase, problem } = await watchOperation(context, { stackId, until: "end" });
  return phase === "rolled_back" || phase === "done" ? { outcome: "done" } : { outcome: "failed", error: problem };
}
