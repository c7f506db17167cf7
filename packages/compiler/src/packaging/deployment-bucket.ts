import type { DeploymentBucketConfig } from "../3-check/config.js";
import type { ServiceModel } from "../4-model/service-model.js";

/** `provider.deploymentBucket` in its two forms: the name of a bucket that exists, or settings of the stack's own. */
export function deploymentBucketOf(model: ServiceModel): { name: string | null; config: DeploymentBucketConfig } {
  const bucket = model.provider.deploymentBucket;
  if (typeof bucket === "string") return { name: bucket === "" ? null : bucket, config: {} };
  return { name: bucket?.name || null, config: bucket ?? {} };
}
