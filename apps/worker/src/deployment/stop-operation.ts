import { setTimeout as sleep } from "node:timers/promises";
import { cancelUpdate } from "@windlass/aws/stacks/cancel-update";
import { deleteStack } from "@windlass/aws/stacks/delete-stack";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { findOperation } from "@windlass/aws/stacks/find-operation";
import { noteCancellation } from "@windlass/operations/deployment-run/note-cancellation";
import type { StepContext } from "./run-step.js";

export type Stopped = "stopping" | "too_late";

/** How often it is asked again while CloudFormation has not yet begun what it was told to do, or not yet shown that it has. */
const asks = 20;
const pauseMs = 1_000;

/**
 * Stops CloudFormation in a way that leaves the stack sane: an update is rolled back, a first create, of which nothing
 * was ever in use, is deleted. `too_late`: it is past the point at which it can be stopped, or had ended by itself; the
 * deployment says so and goes on.
 */
export async function stopOperation(context: StepContext, input: { stackId: string; operation: "create" | "update" }): Promise<Stopped> {
  return input.operation === "create" ? stopCreate(context, input.stackId) : stopUpdate(context, input.stackId);
}

async function stopUpdate(context: StepContext, stackId: string): Promise<Stopped> {
  const { aws, lease, token, reporter, signal } = context;
  for (let ask = 1; ask <= asks; ask += 1) {
    await lease.check();
    const answer = await cancelUpdate(aws, { stackName: stackId, clientRequestToken: `${token}-cancel`, signal });
    if (answer === "cancelling") {
      reporter.log("Cancelled: CloudFormation rolls the update back.", "warn");
      return "stopping";
    }
    const state = await stateOfUpdate(context, stackId);
    if (state === "rolling_back") return "stopping";
    if (state === "cleaning_up") return tooLate(context, "CloudFormation has made every change and only deletes what was replaced.");
    if (state === "ended") return tooLate(context, "CloudFormation had finished before it could be stopped.");
    await sleep(pauseMs, undefined, { signal });
  }
  return tooLate(context, "CloudFormation does not take the cancellation.");
}

/** `unclear`: it is told to begin and has not shown it, or can be cancelled since. */
async function stateOfUpdate(
  { aws, run, token, signal }: StepContext,
  stackId: string,
): Promise<"rolling_back" | "cleaning_up" | "ended" | "unclear"> {
  const stack = await describeStack(aws, stackId, signal);
  // A worker before this one may have asked for it.
  if (stack?.status.includes("ROLLBACK")) return "rolling_back";
  if (stack?.status === "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS") return "cleaning_up";
  if (stack?.status === "UPDATE_IN_PROGRESS") return "unclear";
  const begun = await findOperation(aws, { stackName: stackId, token, since: run.createdAt, signal });
  return begun ? "ended" : "unclear";
}

async function stopCreate(context: StepContext, stackId: string): Promise<Stopped> {
  const { aws, lease, token, reporter, signal } = context;
  await lease.check();
  const stack = await describeStack(aws, stackId, signal);
  if (stack?.status === "CREATE_COMPLETE") return tooLate(context, "CloudFormation had finished before it could be stopped.");
  await deleteStack(aws, { stackName: stackId, clientRequestToken: `${token}-cancel`, signal });
  reporter.log("Cancelled: CloudFormation deletes what the first deployment had created.", "warn");
  return "stopping";
}

async function tooLate({ services, lease, reporter }: StepContext, why: string): Promise<"too_late"> {
  const note = `Too late to cancel, it goes on. ${why}`;
  reporter.log(note, "warn");
  await noteCancellation(services.db.pool, lease.fence, note);
  lease.dismissCancellation();
  return "too_late";
}
