import { messageOf, nameOf } from "../aws-error.js";
import { clientConfig, type ValueAccess } from "./value-clients.js";
import type { ValueAnswer, ValueRequest } from "./value-request.js";

type Request = Extract<ValueRequest, { source: "cf" }>;

/** An output of a stack. */
export async function readStackOutput(access: ValueAccess, { region, stack, output }: Request, options: { abortSignal?: AbortSignal }): Promise<ValueAnswer | null> {
  const { CloudFormationClient, DescribeStacksCommand } = await import("@aws-sdk/client-cloudformation");
  const client = new CloudFormationClient(clientConfig(access, region));
  try {
    const { Stacks: stacks } = await client.send(new DescribeStacksCommand({ StackName: stack }), options);
    const value = stacks?.[0]?.Outputs?.find(({ OutputKey }) => OutputKey === output)?.OutputValue;
    return value === undefined ? null : { value };
  } catch (error) {
    if (nameOf(error) === "ValidationError" && messageOf(error).includes("does not exist")) return null;
    throw error;
  } finally {
    client.destroy();
  }
}
