import { ListImportsCommand, type ListImportsOutput } from "@aws-sdk/client-cloudformation";
import { messageOf, nameOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

/**
 * Names of all stacks that import an exported value.
 *
 * @throws WindlassError
 */
export async function listImports(session: AwsSession, input: { exportName: string; signal?: AbortSignal }): Promise<string[]> {
  const names: string[] = [];
  let nextToken: string | undefined;
  do {
    const page: ListImportsOutput = await readPage(session, input, nextToken);
    names.push(...(page.Imports ?? []));
    nextToken = page.NextToken;
  } while (nextToken !== undefined);
  return names;
}

async function readPage(session: AwsSession, { exportName, signal }: { exportName: string; signal?: AbortSignal }, nextToken: string | undefined): Promise<ListImportsOutput> {
  const command = new ListImportsCommand({ ExportName: exportName, ...(nextToken === undefined ? {} : { NextToken: nextToken }) });
  try {
    return await withFreshCredentials(session, () => session.cloudFormation.send(command, signal ? { abortSignal: signal } : {}));
  } catch (error) {
    // CloudFormation has no empty answer for a value that nobody imports.
    if (nameOf(error) === "ValidationError" && /is not imported by any stack/i.test(messageOf(error))) return {};
    throw toWindlassError(error, `list the stacks that import ${exportName}`);
  }
}
