import type { FunctionMetric } from "@windlass/contracts/metric";
import { readFunctionLogs, type FunctionLogLine } from "../logs/read-function-logs.js";
import { mapParallel } from "../map-parallel.js";
import type { AwsSession } from "../session.js";
import type { MetricWindow } from "./metric-window.js";
import { findInvocations, measureInvocations } from "./sandbox-invocations.js";

const longestAnswer = 10_000;

export type MeasuredFunction = Record<Exclude<FunctionMetric, "throttles">, (number | null)[]>;

/**
 * Measures a sandbox's functions by their logs. The emulator tells CloudWatch of direct invocations only, not of those through
 * APIs, URLs and event sources; but every run leaves its START and REPORT lines. In the order of the functions given.
 *
 * @throws WindlassError
 */
export function readSandboxMetrics(
  session: AwsSession,
  functionNames: readonly string[],
  window: MetricWindow,
): Promise<MeasuredFunction[]> {
  return mapParallel(functionNames, 4, async (functionName) =>
    measureInvocations(findInvocations(await readAllLines(session, functionName, window.startMs)), window),
  );
}

/** The emulator cuts a long answer without a cursor, so the next one begins at the last moment of the one before. */
async function readAllLines(session: AwsSession, functionName: string, startMs: number): Promise<FunctionLogLine[]> {
  const lines: FunctionLogLine[] = [];
  const seen = new Set<string>();
  let since = new Date(startMs);
  for (;;) {
    const answer = await readFunctionLogs(session, { functionName, since, limit: longestAnswer });
    const fresh = answer.lines.filter((line) => !seen.has(identity(line)));
    for (const line of fresh) seen.add(identity(line));
    lines.push(...fresh);
    const last = answer.lines.at(-1);
    if (answer.lines.length < longestAnswer || fresh.length === 0 || !last) return lines;
    since = new Date(last.at);
  }
}

function identity(line: FunctionLogLine): string {
  return `${line.logStream} ${line.at} ${line.message}`;
}
