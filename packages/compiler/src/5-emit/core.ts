import { join, ref } from "@windlass/cloudformation/intrinsics";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { deploymentBucketId, deploymentBucketPolicyId } from "../4-model/naming.js";
import { deploymentBucketOf } from "../packaging/deployment-bucket.js";
import type { TemplateBuilder } from "./template-builder.js";

const origin = ["provider", "deploymentBucket"];

/** The deployment bucket with its policy, unless the service names a bucket of its own. */
export function emitCore(builder: TemplateBuilder): void {
  const { name, config } = deploymentBucketOf(builder.model);
  builder.output("ServerlessDeploymentBucketName", { Value: name ?? ref(deploymentBucketId) });
  if (name !== null) return;
  const properties: JsonObject = {
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: "AES256" } }] },
  };
  if (config.tags && Object.keys(config.tags).length > 0) properties["Tags"] = Object.entries(config.tags).map(([Key, Value]) => ({ Key, Value }));
  if (config.blockPublicAccess) {
    properties["PublicAccessBlockConfiguration"] = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
  }
  if (config.versioning) properties["VersioningConfiguration"] = { Status: "Enabled" };
  builder.add(deploymentBucketId, { Type: "AWS::S3::Bucket", Properties: properties }, origin);
  if (!config.skipPolicySetup) builder.add(deploymentBucketPolicyId, { Type: "AWS::S3::BucketPolicy", Properties: tlsOnlyPolicy() }, origin);
}

function tlsOnlyPolicy(): JsonObject {
  const arn = (...rest: Json[]): JsonObject => join("", ["arn:", ref("AWS::Partition"), ":s3:::", ref(deploymentBucketId), ...rest]);
  return {
    Bucket: ref(deploymentBucketId),
    PolicyDocument: {
      Statement: [
        {
          Action: "s3:*",
          Effect: "Deny",
          Principal: "*",
          Resource: [arn("/*"), arn()],
          Condition: { Bool: { "aws:SecureTransport": false } },
        },
      ],
    },
  };
}
