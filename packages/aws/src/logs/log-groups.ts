import { DeleteLogGroupCommand, DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { callAws, withFreshCredentials } from "../call-aws.js";
import { nameOf, toWindlassError } from "../aws-error.js";
import type { AwsSession } from "../session.js";

/** The log group of a function that names none: Lambda makes it when the function first runs. */
export function logGroupOf(functionName: string): string {
  return `/aws/lambda/${functionName}`;
}

/**
 * Which of the named log groups exist. One listing serves all: names of a service begin alike.
 *
 * @throws WindlassError
 */
export async function findLogGroups(session: AwsSession, input: { names: readonly string[]; signal?: AbortSignal }): Promise<string[]> {
  const { names, signal } = input;
  if (names.length === 0) return [];
  const wanted = new Set(names);
  const logGroupNamePrefix = commonStart(names);
  const found: string[] = [];
  let nextToken: string | undefined;
  do {
    const command = new DescribeLogGroupsCommand({
      ...(logGroupNamePrefix === "" ? {} : { logGroupNamePrefix }),
      ...(nextToken === undefined ? {} : { nextToken }),
    });
    const answer = await callAws(session, "list log groups", () => session.logs.send(command, signal ? { abortSignal: signal } : {}));
    for (const { logGroupName } of answer.logGroups ?? []) if (logGroupName !== undefined && wanted.has(logGroupName)) found.push(logGroupName);
    nextToken = answer.nextToken;
  } while (nextToken !== undefined);
  return found;
}

function commonStart(names: readonly string[]): string {
  const [first = "", ...rest] = names;
  let length = first.length;
  for (const name of rest) while (!name.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

/**
 * Deletes a log group; one that is not there is a success.
 *
 * @throws WindlassError
 */
export async function deleteLogGroup(session: AwsSession, input: { name: string; signal?: AbortSignal }): Promise<void> {
  const { name, signal } = input;
  try {
    await withFreshCredentials(session, () => session.logs.send(new DeleteLogGroupCommand({ logGroupName: name }), signal ? { abortSignal: signal } : {}));
  } catch (error) {
    if (nameOf(error) === "ResourceNotFoundException") return;
    throw toWindlassError(error, `delete the log group ${name}`);
  }
}
