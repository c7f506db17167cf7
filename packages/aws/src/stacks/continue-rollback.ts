import { ContinueUpdateRollbackCommand } from "@aws-sdk/client-cloudformation";
import { callAws } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type ContinueRollbackInput = {
  stackName: string;
  clientRequestToken: string;
  /** Logical ids that stay as they are; only resources that failed to roll back are taken. Skipping leaves template and reality apart. */
  skip: string[];
  signal?: AbortSignal;
};

/**
 * Goes on with a roll-back that stopped (`UPDATE_ROLLBACK_FAILED`). Watch it with `watchStack` and the same token.
 *
 * @throws WindlassError
 */
export async function continueRollback(session: AwsSession, input: ContinueRollbackInput): Promise<void> {
  const command = new ContinueUpdateRollbackCommand({
    StackName: input.stackName,
    ClientRequestToken: input.clientRequestToken,
    ...(input.skip.length === 0 ? {} : { ResourcesToSkip: input.skip }),
  });
  await callAws(session, `continue the roll-back of ${input.stackName}`, () =>
    session.cloudFormation.send(command, input.signal ? { abortSignal: input.signal } : {}),
  );
}
