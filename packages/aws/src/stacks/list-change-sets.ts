import { ListChangeSetsCommand } from "@aws-sdk/client-cloudformation";
import { callAws } from "../call-aws.js";
import type { AwsSession } from "../session.js";

/** Names of change sets that Windlass makes begin with this: others belong to somebody else. */
export const changeSetPrefix = "windlass-";

/**
 * Names of all change sets of a stack.
 *
 * @throws WindlassError
 */
export async function listChangeSets(session: AwsSession, input: { stackName: string; signal?: AbortSignal }): Promise<string[]> {
  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    const command = new ListChangeSetsCommand({
      StackName: input.stackName,
      ...(nextToken === undefined ? {} : { NextToken: nextToken }),
    });
    const answer = await callAws(session, `list the change sets of ${input.stackName}`, () =>
      session.cloudFormation.send(command, input.signal ? { abortSignal: input.signal } : {}),
    );
    for (const summary of answer.Summaries ?? []) if (summary.ChangeSetName) names.push(summary.ChangeSetName);
    nextToken = answer.NextToken;
  } while (nextToken !== undefined);
  return names;
}
