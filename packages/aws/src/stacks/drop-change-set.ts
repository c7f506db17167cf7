import type { AwsSession } from "../session.js";
import { deleteChangeSet } from "./delete-change-set.js";
import { deleteStack } from "./delete-stack.js";
import { describeStack } from "./describe-stack.js";
import { listChangeSets } from "./list-change-sets.js";

export type DropChangeSetInput = {
  /** Name or id. */
  stackName: string;
  changeSetName: string;
  /** Token of the deployment; the deletion of an empty stack carries it with `-cleanup` behind it. */
  clientToken: string;
  signal?: AbortSignal;
};

/**
 * Deletes a change set that will not be executed, and the stack that it made where there is nothing else to it. May run again.
 *
 * @throws WindlassError
 */
export async function dropChangeSet(session: AwsSession, input: DropChangeSetInput): Promise<void> {
  await deleteChangeSet(session, input);
  await deleteEmptyStack(session, input);
}

/** A change set of type CREATE makes a stack to hang on: without change sets it is nothing but a name in the way. */
export async function deleteEmptyStack(session: AwsSession, input: DropChangeSetInput): Promise<void> {
  const { stackName, changeSetName, clientToken, signal } = input;
  const stack = await describeStack(session, stackName, signal);
  if (stack?.status !== "REVIEW_IN_PROGRESS") return;
  const others = await listChangeSets(session, { stackName: stack.stackId, ...(signal ? { signal } : {}) });
  if (others.some((name) => name !== changeSetName)) return;
  await deleteStack(session, { stackName: stack.stackId, clientRequestToken: `${clientToken}-cleanup`, ...(signal ? { signal } : {}) });
}
