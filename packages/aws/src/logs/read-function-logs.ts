import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { nameOf, toWindlassError } from "../aws-error.js";
import { withFreshCredentials } from "../call-aws.js";
import type { AwsSession } from "../session.js";

export type ReadFunctionLogsInput = {
  functionName: string;
  /** The function's own log group where it has one; `/aws/lambda/<function name>` when left out. */
  logGroup?: string;
  /** Oldest line wanted; an hour ago when left out. */
  since?: Date;
  /** Only lines that match a CloudWatch Logs filter pattern. */
  filterPattern?: string;
  /** At most this many lines, 1–10,000; 500 when left out. */
  limit?: number;
  /** `nextCursor` of the answer before. */
  cursor?: string;
  signal?: AbortSignal;
};

export type FunctionLogLine = { id: string; at: string; message: string; logStream: string };
export type FunctionLogs = { lines: FunctionLogLine[]; nextCursor: string | null };

const hourMs = 3_600_000;

/**
 * Reads what a function logged, oldest first. A function that never ran has no lines. An answer may have fewer lines than
 * asked for, even none, and still a cursor: CloudWatch searches in portions.
 *
 * @throws WindlassError
 */
export async function readFunctionLogs(session: AwsSession, input: ReadFunctionLogsInput): Promise<FunctionLogs> {
  const command = new FilterLogEventsCommand({
    logGroupName: input.logGroup ?? `/aws/lambda/${input.functionName}`,
    startTime: input.since?.getTime() ?? Date.now() - hourMs,
    limit: input.limit ?? 500,
    ...(input.filterPattern ? { filterPattern: input.filterPattern } : {}),
    ...(input.cursor === undefined ? {} : { nextToken: input.cursor }),
  });
  try {
    const answer = await withFreshCredentials(session, () =>
      session.logs.send(command, input.signal ? { abortSignal: input.signal } : {}),
    );
    const lines = (answer.events ?? []).map((event, index) => ({
      id: event.eventId ?? `${event.logStreamName ?? ""}:${event.timestamp ?? 0}:${index}`,
      at: new Date(event.timestamp ?? 0).toISOString(),
      message: (event.message ?? "").replace(/\n$/, ""),
      logStream: event.logStreamName ?? "",
    }));
    return { lines, nextCursor: answer.nextToken ?? null };
  } catch (error) {
    if (nameOf(error) === "ResourceNotFoundException") return { lines: [], nextCursor: null };
    throw toWindlassError(error, `read the logs of ${input.functionName}`);
  }
}
