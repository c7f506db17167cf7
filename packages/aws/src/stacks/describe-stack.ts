import { DescribeStacksCommand, type Stack } from "@aws-sdk/client-cloudformation";
import type { Output } from "@windlass/contracts/deployment";
import { messageOf, nameOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";
import type { StackStatus } from "./stack-status.js";

export type StackDescription = {
  stackId: string;
  stackName: string;
  status: StackStatus;
  statusReason: string | null;
  outputs: Output[];
  tags: Record<string, string>;
  createdAt: Date;
  updatedAt: Date | null;
  terminationProtection: boolean;
};

/**
 * Reads a stack by name or id; null where there is none. A deleted stack is found by its id only (status `DELETE_COMPLETE`).
 *
 * @throws WindlassError
 */
export async function describeStack(
  session: AwsSession,
  nameOrId: string,
  signal?: AbortSignal,
): Promise<StackDescription | null> {
  try {
    const answer = await withFreshCredentials(session, () =>
      session.cloudFormation.send(new DescribeStacksCommand({ StackName: nameOrId }), signal ? { abortSignal: signal } : {}),
    );
    const stack = answer.Stacks?.[0];
    return stack ? toStackDescription(stack) : null;
  } catch (error) {
    if (isNoSuchStack(error)) return null;
    throw toWindlassError(error, `read the stack ${nameOrId}`);
  }
}

/** Whether CloudFormation says that the stack is not there: it has no error of its own for that. */
export function isNoSuchStack(error: unknown): boolean {
  const said = messageOf(error);
  if (nameOf(error) === "StackNotFoundException") return true;
  return nameOf(error) === "ValidationError" && /Stack\b.* does not exist/.test(said);
}

export function toStackDescription(stack: Stack): StackDescription {
  return {
    stackId: stack.StackId ?? "",
    stackName: stack.StackName ?? "",
    status: stack.StackStatus ?? "CREATE_IN_PROGRESS",
    statusReason: stack.StackStatusReason ?? null,
    outputs: (stack.Outputs ?? []).map((output) => ({
      key: output.OutputKey ?? "",
      value: output.OutputValue ?? "",
      description: output.Description ?? null,
      exportName: output.ExportName ?? null,
    })),
    tags: Object.fromEntries((stack.Tags ?? []).map((tag) => [tag.Key ?? "", tag.Value ?? ""])),
    createdAt: stack.CreationTime ?? new Date(0),
    updatedAt: stack.LastUpdatedTime ?? null,
    terminationProtection: stack.EnableTerminationProtection ?? false,
  };
}
