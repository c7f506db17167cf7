import { createRequire } from "node:module";
import { join } from "node:path";

// The SDK belongs to the package that talks to AWS; the floor uses the very same.
const require = createRequire(join(import.meta.dirname, "../../packages/aws/package.json"));
/** @type {typeof import("@aws-sdk/client-lambda")} */
const { GetFunctionConfigurationCommand, LambdaClient, UpdateFunctionCodeCommand } = require("@aws-sdk/client-lambda");
/** @type {typeof import("@aws-sdk/client-cloudformation")} */
const { CloudFormationClient, DescribeStackResourceCommand } = require("@aws-sdk/client-cloudformation");

/** The account whose endpoints can be called by a plain URL in the emulator. */
export const sandboxAccount = "000000000000";

/** @param {string} sandboxUrl */
const clientOptions = (sandboxUrl) => ({ region: "us-east-1", endpoint: sandboxUrl, credentials: { accessKeyId: sandboxAccount, secretAccessKey: "bench" } });

/** The least that changing a function's code takes: the call, and questions until it is in place. @param {string} sandboxUrl */
export function openFunctionFloor(sandboxUrl) {
  const lambda = new LambdaClient(clientOptions(sandboxUrl));
  return {
    /** @param {{ functionName: string, bucket: string, key: string }} code */
    async update({ functionName, bucket, key }) {
      let now = await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: functionName, S3Bucket: bucket, S3Key: key }));
      while (now.LastUpdateStatus === "InProgress") {
        await new Promise((resolve) => setTimeout(resolve, 50));
        now = await lambda.send(new GetFunctionConfigurationCommand({ FunctionName: functionName }));
      }
    },
    close: () => lambda.destroy(),
  };
}

/**
 * Lets a stack go on that waits at a gate: a wait condition whose handle has the gate's name and `Handle`.
 * @param {string} sandboxUrl @param {{ stackName: string, gate: string }} gate
 */
export async function openGate(sandboxUrl, { stackName, gate }) {
  const client = new CloudFormationClient(clientOptions(sandboxUrl));
  const { StackResourceDetail: handle } = await client.send(new DescribeStackResourceCommand({ StackName: stackName, LogicalResourceId: `${gate}Handle` }));
  client.destroy();
  const { pathname, search } = new URL(handle?.PhysicalResourceId ?? "");
  const signal = { Status: "SUCCESS", UniqueId: gate, Data: "open", Reason: "opened by the benchmark" };
  const answer = await fetch(new URL(pathname + search, sandboxUrl), { method: "PUT", body: Buffer.from(JSON.stringify(signal)) });
  if (!answer.ok) throw new Error(`The gate ${gate} did not open: ${answer.status}`);
}
