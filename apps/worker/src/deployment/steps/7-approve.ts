import { dropChangeSet } from "@windlass/aws/stacks/drop-change-set";
import type { Move } from "@windlass/operations/deployment-run/advance-deployment";
import { readApprovalStanding } from "@windlass/operations/deployment-run/approval-standing";
import { closeApproval } from "../close-approval.js";
import { isPlanCurrent } from "../is-plan-current.js";
import type { RunContext } from "../run-context.js";

/**
 * Goes on with a deployment that enough people have approved, once its change set is still what they approved; else it is planned anew,
 * and they are asked again. A plan without a change set is always made anew: the same plan is approved already. Null while people are
 * still to decide: their decision enqueues the deployment again.
 */
export async function approve(context: RunContext): Promise<Extract<Move, { from: "awaiting_approval" }> | null> {
  const { services, run, aws, lease, reporter, token, signal } = context;
  await lease.check();
  lease.cancelled.throwIfAborted();
  const standing = await readApprovalStanding(services.db.pool, run.id);
  if (!standing.enough) return null;
  if (run.plan === null || run.plan.changeSetId === null) return { from: "awaiting_approval", to: "planning" };
  if (await isPlanCurrent(context)) {
    await closeApproval(context, standing);
    return { from: "awaiting_approval", to: "deploying" };
  }
  reporter.forStep("approve").log("The stack or the change set is no longer what was approved: planning anew. The approvals lapse.", "warn");
  if (run.release) {
    await lease.check();
    await dropChangeSet(aws, { stackName: run.release.stackName, changeSetName: token, clientToken: token, signal });
  }
  return { from: "awaiting_approval", to: "planning" };
}
