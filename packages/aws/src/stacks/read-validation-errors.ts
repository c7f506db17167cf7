import { DescribeEventsCommand, type OperationEvent } from "@aws-sdk/client-cloudformation";
import { isAbort } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type ReadValidationErrorsInput = {
  stackName: string;
  /** Change set that was refused; the stack's last operation when left out. */
  changeSetName?: string;
  signal?: AbortSignal;
};

/** What CloudFormation found wrong with a resource before it began. `reason` names the place in the template. */
export type ValidationError = { logicalId: string; resourceType: string; reason: string };

/**
 * Whether a reason only says that the reasons are elsewhere: CloudFormation checks templates before it begins, and tells what
 * it found by `DescribeEvents` alone.
 */
export function pointsToValidation(reason: string): boolean {
  return /EarlyValidation|DescribeEvents|operation's FAILED event/.test(reason);
}

/**
 * Reads what CloudFormation found wrong with a template before it began. Empty when that cannot be read: the caller has a
 * reason already, and a role may lack this permission.
 *
 * @throws AbortError
 */
export async function readValidationErrors(session: AwsSession, input: ReadValidationErrorsInput): Promise<ValidationError[]> {
  const command = new DescribeEventsCommand({
    StackName: input.stackName,
    Filters: { FailedEvents: true },
    ...(input.changeSetName === undefined ? {} : { ChangeSetName: input.changeSetName }),
  });
  try {
    const answer = await withFreshCredentials(session, () =>
      session.cloudFormation.send(command, input.signal ? { abortSignal: input.signal } : {}),
    );
    return toValidationErrors(answer.OperationEvents ?? []);
  } catch (error) {
    if (isAbort(error)) throw error;
    return [];
  }
}

/** Events come newest first and go back over earlier operations: only those of the latest count. */
function toValidationErrors(events: readonly OperationEvent[]): ValidationError[] {
  const found = events.filter((event) => event.EventType === "VALIDATION_ERROR" && event.ValidationStatusReason);
  const latest = found[0]?.OperationId;
  return found
    .filter((event) => event.OperationId === latest)
    .map((event) => ({
      logicalId: event.LogicalResourceId ?? "",
      resourceType: event.ResourceType ?? "",
      reason: `${event.ValidationPath ? `${event.ValidationPath}: ` : ""}${event.ValidationStatusReason ?? ""}`,
    }));
}
