import { ExecuteChangeSetCommand } from "@aws-sdk/client-cloudformation";
import { WindlassError } from "@windlass/contracts/error";
import { messageOf, nameOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";
import { findOperation } from "./find-operation.js";

export type ExecuteChangeSetInput = {
  /** Name or id of the stack. */
  stackName: string;
  /** Name or id of the change set. */
  changeSetName: string;
  /** Every event of the operation carries it; a repeat with the same token starts nothing twice. */
  clientRequestToken: string;
  signal?: AbortSignal;
};

/**
 * Starts a change set, once: a repeat (lost answer, second worker) whose token has acted already is a success.
 *
 * @throws WindlassError `stack_busy` while somebody else is at work, `change_set_failed` when the change set is gone or spoilt.
 */
export async function executeChangeSet(session: AwsSession, input: ExecuteChangeSetInput): Promise<void> {
  const command = new ExecuteChangeSetCommand({
    StackName: input.stackName,
    ChangeSetName: input.changeSetName,
    ClientRequestToken: input.clientRequestToken,
  });
  try {
    await withFreshCredentials(session, () =>
      session.cloudFormation.send(command, input.signal ? { abortSignal: input.signal } : {}),
    );
  } catch (error) {
    const refused = refusal(error, input);
    if (!refused) throw toWindlassError(error, `execute the change set of ${input.stackName}`);
    const { stackName, clientRequestToken: token, signal } = input;
    if (!(await findOperation(session, { stackName, token, ...(signal ? { signal } : {}) }))) throw refused;
  }
}

function refusal(error: unknown, input: ExecuteChangeSetInput): WindlassError | null {
  const said = messageOf(error);
  switch (nameOf(error)) {
    case "ChangeSetNotFoundException":
    case "ChangeSetNotFound":
      return new WindlassError("change_set_failed", `The change set of ${input.stackName} is gone.`, {
        cause: error,
        hint: "Somebody deleted or executed it. Deploy again to plan anew.",
      });
    case "InvalidChangeSetStatusException":
    case "InvalidChangeSetStatus":
      return new WindlassError("change_set_failed", `The change set of ${input.stackName} can no longer be executed: ${said}`, {
        cause: error,
        hint: "The stack changed since the plan was made. Deploy again to plan anew.",
      });
    case "ValidationError":
      return /_IN_PROGRESS state/.test(said)
        ? new WindlassError("stack_busy", `The stack ${input.stackName} is being changed by somebody else: ${said}`, { cause: error })
        : null;
    default:
      return null;
  }
}
