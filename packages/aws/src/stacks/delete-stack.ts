import { DeleteStackCommand } from "@aws-sdk/client-cloudformation";
import { WindlassError } from "@windlass/contracts/error";
import { messageOf, nameOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type DeleteStackInput = {
  /** Name or id. Prefer the id: a name may by now be another stack's. */
  stackName: string;
  clientRequestToken: string;
  /** Logical ids to keep; CloudFormation takes them for a stack in `DELETE_FAILED` only. */
  retainResources?: string[];
  signal?: AbortSignal;
};

/**
 * Starts the deletion of a stack; one that is not there is a success. Watch it with `watchStack` and the same token.
 *
 * @throws WindlassError `in_use` under termination protection or while another stack imports its exports, `stack_busy`.
 */
export async function deleteStack(session: AwsSession, input: DeleteStackInput): Promise<void> {
  const command = new DeleteStackCommand({
    StackName: input.stackName,
    ClientRequestToken: input.clientRequestToken,
    ...(input.retainResources ? { RetainResources: input.retainResources } : {}),
  });
  try {
    await withFreshCredentials(session, () =>
      session.cloudFormation.send(command, input.signal ? { abortSignal: input.signal } : {}),
    );
  } catch (error) {
    throw refusal(error, input.stackName) ?? toWindlassError(error, `delete the stack ${input.stackName}`);
  }
}

function refusal(error: unknown, stackName: string): WindlassError | null {
  const said = messageOf(error);
  if (nameOf(error) !== "ValidationError") return null;
  if (/TerminationProtection is enabled/i.test(said)) {
    return new WindlassError("in_use", `The stack ${stackName} is protected from deletion.`, {
      cause: error,
      hint: "Turn termination protection off in CloudFormation, then remove the stage again.",
    });
  }
  if (/_IN_PROGRESS/.test(said)) return new WindlassError("stack_busy", `The stack ${stackName} is being changed: ${said}`, { cause: error });
  return null;
}
