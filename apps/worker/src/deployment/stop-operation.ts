import { cancelUpdate } from "@windlass/aws/stacks/cancel-update";
import { deleteStack } from "@windlass/aws/stacks/delete-stack";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import type { StepContext } from "./run-step.js";

/**
 * Stops CloudFormation in a way that leaves the stack sane: an update is rolled back, a first create, of which nothing
 * was ever in use, is deleted. `too_late`: it had ended by itself.
 */
export async function stopOperation(
  { aws, lease, token, reporter, signal }: StepContext,
  input: { stackId: string; operation: "create" | "update" },
): Promise<"stopping" | "too_late"> {
  const { stackId, operation } = input;
  await lease.check();
  if (operation === "update") {
    const answer = await cancelUpdate(aws, { stackName: stackId, clientRequestToken: `${token}-cancel`, signal });
    if (answer === "not_cancellable") return isRollingBack();
    reporter.log("Cancelled: CloudFormation rolls the update back.", "warn");
    return "stopping";
  }
  const stack = await describeStack(aws, stackId, signal);
  if (stack?.status === "CREATE_COMPLETE") return "too_late";
  await deleteStack(aws, { stackName: stackId, clientRequestToken: `${token}-cancel`, signal });
  reporter.log("Cancelled: CloudFormation deletes what the first deployment had created.", "warn");
  return "stopping";

  // A worker before this one may have asked for it.
  async function isRollingBack(): Promise<"stopping" | "too_late"> {
    const now = await describeStack(aws, stackId, signal);
    return now?.status.includes("ROLLBACK") ? "stopping" : "too_late";
  }
}
