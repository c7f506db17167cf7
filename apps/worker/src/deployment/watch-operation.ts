import { watchStack, type WatchStackResult } from "@windlass/aws/stacks/watch-stack";
import type { ProblemDetail } from "@windlass/contracts/error";
import type { StackEventPayload } from "@windlass/contracts/event";
import { readStackEventIds } from "@windlass/operations/deployment-run/read-stack-event-ids";
import type { StepContext } from "./run-step.js";
import { stackProblem } from "./stack-problem.js";

export type OperationEnd = {
  outcome: "ended";
  phase: WatchStackResult["phase"];
  /** Why it did not go well; meaningless when it did. */
  problem: ProblemDetail;
};

export type WatchOutcome = OperationEnd | { outcome: "rollback_began" } | { outcome: "cancelled" };

type WatchInput<Until> = { stackId: string; until: Until };

/**
 * Watches what the deployment started in CloudFormation and reports every stack event once, whoever watched before.
 * With `rollback_or_cancellation` it ends as soon as the stack begins to roll back or somebody asks to cancel.
 */
export async function watchOperation(context: StepContext, input: WatchInput<"end">): Promise<OperationEnd>;
export async function watchOperation(context: StepContext, input: WatchInput<"rollback_or_cancellation">): Promise<WatchOutcome>;
export async function watchOperation(
  context: StepContext,
  { stackId, until }: WatchInput<"end" | "rollback_or_cancellation">,
): Promise<WatchOutcome> {
  const { aws, run, services, lease, token, reporter } = context;
  const turn = new AbortController();
  const early = until === "end" ? [] : [turn.signal, lease.cancelled];
  // What was reported must be stored before it is asked for.
  await reporter.flush();
  const seenEventIds = await readStackEventIds(services.db.pool, run.id);
  try {
    const result = await watchStack(aws, {
      stackId,
      token,
      since: run.createdAt,
      seenEventIds,
      signal: AbortSignal.any([context.signal, ...early]),
      onEvents: (events) => {
        reporter.stackEvents(events);
        if (events.some((event) => beginsRollback(event, stackId))) turn.abort(new Error("the roll-back began"));
      },
      onTrouble: (error) => reporter.log(`${error.message} Windlass goes on watching.`, "warn"),
    });
    return { outcome: "ended", phase: result.phase, problem: stackProblem(context, result) };
  } catch (error) {
    if (context.signal.aborted) throw context.signal.reason;
    if (until === "rollback_or_cancellation" && turn.signal.aborted) return { outcome: "rollback_began" };
    if (until === "rollback_or_cancellation" && lease.cancelled.aborted) return { outcome: "cancelled" };
    throw error;
  }
}

/** Whether CloudFormation turns round: the stack itself, not a resource or a nested stack, enters a roll-back. */
function beginsRollback(event: StackEventPayload, stackId: string): boolean {
  return event.physicalId === stackId && event.status.endsWith("ROLLBACK_IN_PROGRESS");
}
