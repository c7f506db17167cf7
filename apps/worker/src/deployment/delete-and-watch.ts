import { emptyBucket } from "@windlass/aws/artifacts/empty-bucket";
import { deleteLogGroup, findLogGroups } from "@windlass/aws/logs/log-groups";
import { deleteStack } from "@windlass/aws/stacks/delete-stack";
import type { Applied } from "./applied.js";
import { counted } from "./counted.js";
import type { StepContext } from "./run-step.js";
import { watchOperation } from "./watch-operation.js";

/** Empties buckets with all their versions. A repeat goes on where an earlier worker stopped. */
export async function emptyBuckets({ aws, lease, reporter, signal }: StepContext, buckets: readonly string[]): Promise<void> {
  for (const bucket of buckets) {
    await lease.check();
    signal.throwIfAborted();
    const { deleted } = await emptyBucket(aws, { bucket, signal });
    if (deleted > 0) reporter.log(`Emptied ${bucket}: ${counted(deleted, "object version")}`);
  }
}

/** Starts the deletion of a stack, with the deployment's token. `retain`: only for a stack in `DELETE_FAILED`. */
export async function startDeletion({ aws, lease, token, reporter, signal }: StepContext, input: { stackId: string; retain: string[] }): Promise<void> {
  const { stackId, retain } = input;
  await lease.check();
  signal.throwIfAborted();
  reporter.log(`Deleting the stack${retain.length === 0 ? "" : `, keeping ${retain.join(", ")}`}`);
  await deleteStack(aws, { stackName: stackId, clientRequestToken: token, ...(retain.length === 0 ? {} : { retainResources: retain }), signal });
}

/** Watches a deletion to its end. It cannot be cancelled. */
export async function watchDeletion(context: StepContext, stackId: string): Promise<Applied> {
  const { lease, reporter, signal } = context;
  const tell = (): void => reporter.log("A deletion cannot be cancelled: it goes on.", "warn");
  lease.cancelled.addEventListener("abort", tell, { once: true, signal });
  const { phase, problem } = await watchOperation(context, { stackId, until: "end" });
  if (phase === "absent" || phase === "done") return { outcome: "done" };
  return { outcome: "failed", error: problem };
}

/** Deletes log groups that the stack did not own, such as those that Lambda made by itself. */
export async function deleteLogGroups({ aws, lease, reporter, signal }: StepContext, names: readonly string[]): Promise<void> {
  const found = await findLogGroups(aws, { names, signal });
  for (const name of found) {
    await lease.check();
    await deleteLogGroup(aws, { name, signal });
  }
  if (found.length > 0) reporter.log(`Deleted ${counted(found.length, "log group")} that Lambda had made: ${found.join(", ")}`);
}
