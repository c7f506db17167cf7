import type { FunctionMetric } from "@windlass/contracts/metric";
import type { MetricWindow } from "./metric-window.js";

/** One run of a function, as its platform log lines tell it. */
export type Invocation = { endMs: number; durationMs: number; failed: boolean };

type Line = { at: string; message: string; logStream: string };

const report = /^REPORT RequestId: \S+\tDuration: ([\d.]+) ms/;
/** The emulator has no line of its own for a failed run: the stack trace leads into its worker. */
const traceIntoWorker = /^\s+(at |File ).*_worker\.\w+/;
/** AWS's own line for a failed run. */
const invokeError = /\tERROR\tInvoke Error\t/;

/** Finds the runs among log lines that are in order. A run that has not ended yet has no REPORT line and does not count. */
export function findInvocations(lines: readonly Line[]): Invocation[] {
  const failedStreams = new Set<string>();
  const invocations: Invocation[] = [];
  for (const { at, message, logStream } of lines) {
    if (message.startsWith("START RequestId: ")) failedStreams.delete(logStream);
    else if (traceIntoWorker.test(message) || invokeError.test(message)) failedStreams.add(logStream);
    const duration = report.exec(message)?.[1];
    if (duration === undefined) continue;
    invocations.push({ endMs: Date.parse(at), durationMs: Number(duration), failed: failedStreams.has(logStream) });
  }
  return invocations;
}

/** The metrics that CloudWatch would have for these runs, a value per period of the window. Throttled calls leave no log. */
export function measureInvocations(
  invocations: readonly Invocation[],
  window: MetricWindow,
): Record<Exclude<FunctionMetric, "throttles">, (number | null)[]> {
  const periodMs = window.periodSeconds * 1_000;
  const periods = window.startsMs.map((startMs) =>
    invocations.filter(({ endMs }) => endMs >= startMs && endMs < startMs + periodMs),
  );
  const each = (measure: (runs: readonly Invocation[]) => number): (number | null)[] =>
    periods.map((runs) => (runs.length === 0 ? null : measure(runs)));
  return {
    invocations: each((runs) => runs.length),
    errors: each((runs) => runs.filter(({ failed }) => failed).length),
    durationP50: each((runs) => percentile(runs, 0.5)),
    durationP95: each((runs) => percentile(runs, 0.95)),
    durationP99: each((runs) => percentile(runs, 0.99)),
    concurrency: each(mostAtOnce),
  };
}

/** By nearest rank. */
function percentile(runs: readonly Invocation[], share: number): number {
  const sorted = runs.map(({ durationMs }) => durationMs).toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

/** The most runs of the period that were under way at one moment. */
function mostAtOnce(runs: readonly Invocation[]): number {
  const moments = runs.flatMap(({ endMs, durationMs }) => [
    { atMs: endMs - durationMs, step: 1 },
    { atMs: endMs, step: -1 },
  ]);
  let now = 0;
  let most = 0;
  for (const { step } of moments.toSorted((a, b) => a.atMs - b.atMs || a.step - b.step)) {
    now += step;
    most = Math.max(most, now);
  }
  return Math.max(most, 1);
}
