import type { Move } from "@windlass/operations/deployment-run/advance-deployment";
import { readApprovalStanding } from "@windlass/operations/deployment-run/approval-standing";
import { startStep } from "@windlass/operations/deployment-run/start-step";
import { closeApproval } from "./close-approval.js";
import { counted } from "./counted.js";
import type { Planned } from "./planned.js";
import type { RunContext } from "./run-context.js";

/**
 * Where a deployment of any kind goes from its plan: it ends, is applied, or waits for the people whom the stage's rules ask. What was
 * approved already, and planned anew to the very same plan, goes on. Throws LeaseLostError, and CancelledError where somebody asked for that.
 */
export async function afterPlan(context: RunContext, planned: Planned): Promise<Extract<Move, { from: "planning" }>> {
  const { services, lease, reporter, run } = context;
  // A repair has no such step: what it may do was decided when somebody with the right to it asked.
  const mayNeedApproval = planned === "changes" && run.steps.has("approve");
  // The last look before the deployment counts as being applied: until here a cancellation leaves nothing behind.
  const [standing] = await Promise.all([mayNeedApproval ? readApprovalStanding(services.db.pool, run.id) : null, lease.check()]);
  lease.cancelled.throwIfAborted();
  if (planned === "nothing_to_change" || planned === "previewed") return { from: "planning", to: "succeeded" };
  if (planned !== "changes") return { from: "planning", to: "failed", error: planned.refused };
  if (standing === null || standing.reason === null) return { from: "planning", to: "deploying" };
  if (standing.enough) {
    await closeApproval(context, standing);
    return { from: "planning", to: "deploying" };
  }
  const approve = reporter.forStep("approve");
  services.hints.publishHint(run.id, await startStep(services.db.pool, lease.fence, "approve"));
  approve.log(`Waits for ${counted(standing.rules.count, "approval")}. ${standing.reason}`, "warn");
  return { from: "planning", to: "awaiting_approval" };
}
