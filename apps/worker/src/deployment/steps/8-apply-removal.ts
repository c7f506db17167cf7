import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { findOperation } from "@windlass/aws/stacks/find-operation";
import { notKept, retainInStack } from "@windlass/aws/stacks/retain-in-stack";
import { WindlassError } from "@windlass/contracts/error";
import type { Applied } from "../applied.js";
import { deleteLogGroups, emptyBuckets, startDeletion, watchDeletion } from "../delete-and-watch.js";
import { removalPlanSchema, type RemovalPlan } from "../removal-plan.js";
import type { StepContext } from "../run-step.js";
import { watchOperation } from "../watch-operation.js";

/**
 * Deletes the stack, once, and watches until it is gone; before that it marks in the stack what is to stay. A worker that takes
 * over finds by the tokens how far the one before it came.
 */
export async function applyRemoval(context: StepContext): Promise<Applied> {
  const { run, aws, token, reporter, signal } = context;
  const plan = removalPlanSchema.parse(run.steps.get("plan")?.output);
  const { stackId } = plan;
  const stack = await describeStack(aws, stackId, signal);
  if (!stack || stack.status === "DELETE_COMPLETE") {
    reporter.log("The stack is gone already.");
  } else {
    const started = await findOperation(aws, { stackName: stackId, token, since: run.createdAt, signal });
    if (started) reporter.log("CloudFormation is at work on this deployment already: watching.");
    const failed = started ? null : await prepareAndStart(context, plan, stack.status === "DELETE_FAILED");
    if (failed) return failed;
    const deleted = await watchDeletion(context, stackId);
    if (deleted.outcome !== "done") return deleted;
  }
  await deleteLogGroups(context, plan.logGroups);
  return { outcome: "done" };
}

async function prepareAndStart(context: StepContext, plan: RemovalPlan, deletionFailed: boolean): Promise<Applied | null> {
  const { stackId, retain } = plan;
  if (retain.length > 0 && !deletionFailed) {
    const failed = await markRetained(context, plan);
    if (failed) return failed;
  }
  await emptyBuckets(context, plan.emptyBuckets);
  await startDeletion(context, { stackId, retain: deletionFailed ? retain : [] });
  return null;
}

/** Null once CloudFormation's own templates say of everything to keep that it stays. Nothing is deleted before they do. */
async function markRetained(shared: StepContext, { stackId, retain }: RemovalPlan): Promise<Applied | null> {
  const context = { ...shared, token: `${shared.token}-retain` };
  const { aws, run, lease, token, reporter, signal } = context;
  const underWay = await findOperation(aws, { stackName: stackId, token, since: run.createdAt, signal });
  await lease.check();
  signal.throwIfAborted();
  if (!underWay) reporter.log(`Marking what is to stay: ${retain.join(", ")}`);
  if (underWay || (await retainInStack(aws, { stackId, retain, token, signal })) === "started") {
    const { phase, problem } = await watchOperation(context, { stackId, until: "end" });
    if (phase !== "done") return { outcome: "failed", error: problem };
  }
  const lost = await notKept(aws, { stackId, retain, signal });
  if (lost.length === 0) return null;
  throw new WindlassError("stack_failed", `CloudFormation would still delete ${lost.join(", ")}, so nothing was deleted.`, {
    hint: "Give them a DeletionPolicy in the config, deploy, and remove the stage then.",
  });
}
