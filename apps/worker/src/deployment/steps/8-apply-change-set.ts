import { executeChangeSet } from "@windlass/aws/stacks/execute-change-set";
import { findOperation } from "@windlass/aws/stacks/find-operation";
import { z } from "zod";
import type { Applied } from "../applied.js";
import { checkTemplate, hashTemplate } from "../check-template.js";
import { problemOf } from "../problem-of.js";
import { releaseOf } from "../release-of.js";
import type { StepContext } from "../run-step.js";
import { stopOperation } from "../stop-operation.js";
import { watchOperation } from "../watch-operation.js";

/**
 * What the plan step kept. `templateSha` is that of the template which was checked, `madeAt` when AWS made the change set; plans that were
 * made by an older worker lack them.
 */
export const planOutputSchema = z.object({
  stackId: z.string(),
  changeSetId: z.string(),
  operation: z.enum(["create", "update"]),
  templateSha: z.string().optional(),
  madeAt: z.string().nullable().optional(),
});
export type ChangeSetPlan = z.infer<typeof planOutputSchema>;

/** What was found right before a change set is to be executed. */
export type LookedAt = { isBegun: boolean };

/** Whether the change set was executed already, by this worker or one before it. Throws as `checkPlanned` when it was not. */
async function lookAtChangeSet(context: StepContext, plan: ChangeSetPlan): Promise<LookedAt> {
  const { run, aws, token, signal } = context;
  const sinceAtAws = plan.madeAt ? new Date(plan.madeAt) : undefined;
  if (await findOperation(aws, { stackName: plan.stackId, token, since: run.createdAt, sinceAtAws, signal })) return { isBegun: true };
  await checkPlanned(context, plan);
  return { isBegun: false };
}

/** Throws `change_set_failed` when the change set does not have the template that was checked. */
export async function checkPlanned(context: StepContext, { stackId, changeSetId, templateSha }: ChangeSetPlan): Promise<void> {
  await checkTemplate(context, { stackId, changeSetId, templateSha: templateSha ?? hashTemplate(releaseOf(context.run).template) });
}

/**
 * Executes the change set, once however often this runs: a worker that takes over finds by the deployment's token that
 * the operation was started, and only watches. Ends early when CloudFormation begins to roll back. `looked`: what was found in this very run of the step.
 */
export async function applyChangeSet(context: StepContext, plan = planOutputSchema.parse(context.run.steps.get("plan")?.output), looked?: LookedAt): Promise<Applied> {
  const { aws, lease, token, reporter, signal } = context;
  const { stackId, changeSetId, operation } = plan;
  const { isBegun } = looked ?? (await lookAtChangeSet(context, plan));
  if (isBegun) {
    reporter.log("CloudFormation is at work on this deployment already: watching.");
  } else {
    await lease.check();
    signal.throwIfAborted();
    if (lease.cancelled.aborted) return { outcome: "rolling_back", error: problemOf(lease.cancelled.reason, context.masker) };
    reporter.log(`Executing the change set (${operation})`);
    await executeChangeSet(aws, { stackName: stackId, changeSetName: changeSetId, clientRequestToken: token, signal });
  }
  const watched = await watchOperation(context, { stackId, until: "rollback_or_cancellation" });
  switch (watched.outcome) {
    case "ended":
      if (watched.phase === "done") return { outcome: "done" };
      return { outcome: watched.phase === "failed" ? "failed" : "rolling_back", error: watched.problem };
    case "rollback_began":
      return { outcome: "rolling_back" };
    case "cancelled": {
      const stopped = await stopOperation(context, { stackId, operation });
      if (stopped === "too_late") return finishWatching(context, stackId);
      return { outcome: "rolling_back", error: problemOf(lease.cancelled.reason, context.masker) };
    }
  }
}

/** It could not be stopped, so its own end counts. */
async function finishWatching(context: StepContext, stackId: string): Promise<Applied> {
  const watched = await watchOperation(context, { stackId, until: "end" });
  if (watched.phase === "done") return { outcome: "done" };
  return { outcome: watched.phase === "failed" ? "failed" : "rolling_back", error: watched.problem };
}
