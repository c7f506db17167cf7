import { DeleteChangeSetCommand } from "@aws-sdk/client-cloudformation";
import { isNoSuchStack } from "./describe-stack.js";
import { nameOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type DeleteChangeSetInput = { stackName: string; changeSetName: string; signal?: AbortSignal };

/**
 * Deletes a change set that will not be executed (a plan that was rejected or cancelled). One that is gone, or was
 * executed by now, is a success.
 *
 * @throws WindlassError
 */
export async function deleteChangeSet(session: AwsSession, input: DeleteChangeSetInput): Promise<void> {
  const command = new DeleteChangeSetCommand({ StackName: input.stackName, ChangeSetName: input.changeSetName });
  try {
    await withFreshCredentials(session, () =>
      session.cloudFormation.send(command, input.signal ? { abortSignal: input.signal } : {}),
    );
  } catch (error) {
    const gone = ["ChangeSetNotFoundException", "ChangeSetNotFound", "InvalidChangeSetStatusException", "InvalidChangeSetStatus"];
    if (gone.includes(nameOf(error)) || isNoSuchStack(error)) return;
    throw toWindlassError(error, `delete the change set of ${input.stackName}`);
  }
}
