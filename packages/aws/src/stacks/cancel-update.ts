import { CancelUpdateStackCommand } from "@aws-sdk/client-cloudformation";
import { nameOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type CancelUpdateInput = { stackName: string; clientRequestToken: string; signal?: AbortSignal };

/**
 * Asks CloudFormation to roll a running update back. `not_cancellable`: the stack is not in `UPDATE_IN_PROGRESS` (a create,
 * a deletion, or an update that just ended or is rolling back), so there is nothing to do but wait for its end.
 *
 * @throws WindlassError
 */
export async function cancelUpdate(session: AwsSession, input: CancelUpdateInput): Promise<"cancelling" | "not_cancellable"> {
  const command = new CancelUpdateStackCommand({ StackName: input.stackName, ClientRequestToken: input.clientRequestToken });
  try {
    await withFreshCredentials(session, () =>
      session.cloudFormation.send(command, input.signal ? { abortSignal: input.signal } : {}),
    );
    return "cancelling";
  } catch (error) {
    if (nameOf(error) === "ValidationError") return "not_cancellable";
    throw toWindlassError(error, `cancel the update of ${input.stackName}`);
  }
}
