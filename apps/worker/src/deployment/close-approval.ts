import type { ApprovalStanding } from "@windlass/operations/deployment-run/approval-standing";
import { inFence } from "@windlass/operations/deployment-run/fence";
import { finishStep } from "@windlass/operations/deployment-run/finish-step";
import type { RunContext } from "./run-context.js";

/** Marks the step as done: enough people have approved the plan as it is. */
export async function closeApproval(context: RunContext, { by }: ApprovalStanding): Promise<void> {
  const { services, lease, reporter, run } = context;
  reporter.forStep("approve").log(`Approved by ${by.join(", ")}`);
  await reporter.flush();
  const seq = await inFence(services.db, lease.fence, (tx) => finishStep(tx, { name: "approve", state: "succeeded", output: { by } }));
  services.hints.publishHint(run.id, seq);
}
