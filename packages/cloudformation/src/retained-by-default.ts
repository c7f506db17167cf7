import { isStateful } from "./stateful-types.js";

/** The bucket that the Serverless Framework gives every stack: it holds nothing but earlier packages. */
export const deploymentBucket = "ServerlessDeploymentBucket";

/** Goes with what it belongs to: its data is about the stage, not of it. A nested stack is kept by what is in it. */
const goesAlong: ReadonlySet<string> = new Set(["AWS::Logs::LogGroup", "AWS::CloudFormation::Stack", "AWS::ApiGateway::ApiKey"]);

/** Whether a removal keeps a resource unless it is told to delete it: it holds data that nothing brings back. */
export function isRetainedByDefault({ logicalId, resourceType }: { logicalId: string; resourceType: string }): boolean {
  return isStateful(resourceType) && !goesAlong.has(resourceType) && logicalId !== deploymentBucket;
}
