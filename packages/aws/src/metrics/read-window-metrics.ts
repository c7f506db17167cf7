import type { FunctionNumbers } from "@windlass/contracts/guard";
import type { AwsSession } from "../session.js";
import { functionQuery, type ExecutedVersion } from "./metric-queries.js";
import type { MetricWindow } from "./metric-window.js";
import { readMetricData } from "./read-metric-data.js";
import { readSandboxMetrics } from "./read-sandbox-metrics.js";

/** A span of time in epoch milliseconds; `toMs` is not part of it. */
export type TimeSpan = { fromMs: number; toMs: number };

/** A function, all of it or what one version has answered of an alias's calls. */
export type MeasuredSubject = { functionName: string; executed?: ExecutedVersion | undefined };

const metrics = ["invocations", "errors", "durationP95"] as const;
const longestMinutely = 3 * 3_600_000;

/**
 * What functions did in a span of time. A sandbox is measured to the millisecond; CloudWatch has whole minutes (five of
 * them for spans above three hours), of which those count that lie in the span, and the one it begins in when it is shorter.
 *
 * A sandbox does not tell versions apart. CloudWatch's percentiles do not add up: `p95Ms` is the mean of each period's, weighted by its invocations.
 *
 * @throws WindlassError
 */
export async function readWindowMetrics(
  session: AwsSession,
  { functions, span }: { functions: readonly MeasuredSubject[]; span: TimeSpan },
): Promise<FunctionNumbers[]> {
  const functionNames = functions.map(({ functionName }) => functionName);
  if (session.access.kind === "sandbox") return readSandbox(session, functionNames, span);
  const window = windowOf(span);
  const queries = functions.flatMap((subject, index) =>
    metrics.map((metric) => functionQuery({ id: `f${index}_${metric}`, ...subject, metric, periodSeconds: window.periodSeconds })),
  );
  const values = await readMetricData(session, queries, window);
  const row = (index: number, metric: (typeof metrics)[number]): (number | null)[] => values.get(`f${index}_${metric}`) ?? [];
  return functionNames.map((functionName, index) => ({
    functionName,
    invocations: sum(row(index, "invocations")),
    errors: sum(row(index, "errors")),
    p95Ms: weightedMean(row(index, "durationP95"), row(index, "invocations")),
  }));
}

/** The whole periods of a span. */
export function windowOf({ fromMs, toMs }: TimeSpan): MetricWindow {
  const periodSeconds = toMs - fromMs > longestMinutely ? 300 : 60;
  const periodMs = periodSeconds * 1_000;
  const whole = Math.ceil(fromMs / periodMs) * periodMs;
  const startMs = whole + periodMs > toMs ? Math.floor(fromMs / periodMs) * periodMs : whole;
  const endMs = Math.max(startMs + periodMs, Math.floor(toMs / periodMs) * periodMs);
  const startsMs = Array.from({ length: (endMs - startMs) / periodMs }, (_, index) => startMs + index * periodMs);
  return { periodSeconds, startMs, endMs, startsMs };
}

async function readSandbox(session: AwsSession, functionNames: readonly string[], { fromMs, toMs }: TimeSpan): Promise<FunctionNumbers[]> {
  const window = { periodSeconds: (toMs - fromMs) / 1_000, startMs: fromMs, endMs: toMs, startsMs: [fromMs] };
  const measured = await readSandboxMetrics(session, functionNames, window);
  return measured.map(({ invocations, errors, durationP95 }, index) => ({
    functionName: functionNames[index] ?? "",
    invocations: sum(invocations),
    errors: sum(errors),
    p95Ms: durationP95[0] ?? null,
  }));
}

function sum(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}

function weightedMean(values: readonly (number | null)[], weights: readonly (number | null)[]): number | null {
  let total = 0;
  let weight = 0;
  values.forEach((value, index) => {
    const own = weights[index] ?? 0;
    if (value === null || own === 0) return;
    total += value * own;
    weight += own;
  });
  return weight === 0 ? null : total / weight;
}
