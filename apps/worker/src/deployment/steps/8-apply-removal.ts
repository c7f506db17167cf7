import { emptyBucket } from "@windlass/aws/artifacts/empty-bucket";
import { deleteStack } from "@windlass/aws/stacks/delete-stack";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { findOperation } from "@windlass/aws/stacks/find-operation";
import { listStackResources } from "@windlass/aws/stacks/list-stack-resources";
import { z } from "zod";
import type { Applied } from "../applied.js";
import { counted } from "../counted.js";
import type { StepContext } from "../run-step.js";
import { watchOperation } from "../watch-operation.js";

const planOutputSchema = z.object({ stackId: z.string() });

/** The bucket that the Serverless Framework gives every stack: it holds nothing but earlier packages. */
const deploymentBucket = "ServerlessDeploymentBucket";

/** Deletes the stack, once, and watches until it is gone. Other buckets that are not empty stop it: their data is the team's. */
export async function applyRemoval(context: StepContext): Promise<Applied> {
  const { run, aws, lease, token, reporter, signal } = context;
  const { stackId } = planOutputSchema.parse(run.steps.get("plan")?.output);
  const stack = await describeStack(aws, stackId, signal);
  if (!stack || stack.status === "DELETE_COMPLETE") {
    reporter.log("The stack is gone already.");
    return { outcome: "done" };
  }
  if (await findOperation(aws, { stackName: stackId, token, since: run.createdAt, signal })) {
    reporter.log("CloudFormation is at work on this deployment already: watching.");
  } else {
    await emptyDeploymentBucket(context, stackId);
    await lease.check();
    signal.throwIfAborted();
    reporter.log(`Deleting the stack ${stack.stackName}`);
    await deleteStack(aws, { stackName: stackId, clientRequestToken: token, signal });
  }
  lease.cancelled.addEventListener("abort", () => reporter.log("A deletion cannot be cancelled: it goes on.", "warn"), { once: true, signal });
  const watched = await watchOperation(context, { stackId, until: "end" });
  if (watched.phase === "absent" || watched.phase === "done") return { outcome: "done" };
  return { outcome: "failed", error: watched.problem };
}

async function emptyDeploymentBucket({ aws, lease, reporter, signal }: StepContext, stackId: string): Promise<void> {
  const resources = await listStackResources(aws, { stackName: stackId, signal });
  const bucket = resources.find(({ logicalId, resourceType }) => logicalId === deploymentBucket && resourceType === "AWS::S3::Bucket");
  if (!bucket?.physicalId || bucket.status === "DELETE_COMPLETE") return;
  await lease.check();
  const { deleted } = await emptyBucket(aws, { bucket: bucket.physicalId, signal });
  if (deleted > 0) reporter.log(`Emptied ${bucket.physicalId}: ${counted(deleted, "object")} of earlier packages`);
}
