import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import { apiMetrics, functionMetrics, type MetricRange, type Series, type StageMetrics } from "@windlass/contracts/metric";
import { abortError } from "../abort-error.js";
import { readDeployedApis, type DeployedApi } from "../endpoints/read-deployed-apis.js";
import type { AwsSession } from "../session.js";
import { describeStack } from "../stacks/describe-stack.js";
import { apiDimension, apiQuery, apiSources, functionQuery, functionSources, type Totalling } from "./metric-queries.js";
import { metricWindow, type MetricWindow } from "./metric-window.js";
import { readMetricData } from "./read-metric-data.js";
import { readSandboxMetrics } from "./read-sandbox-metrics.js";

export type ReadStageMetricsInput = {
  range: MetricRange;
  /** Functions of the stage: `name` as the service calls it, `functionName` as AWS does. */
  functions: readonly { name: string; functionName: string }[];
  /** The stack, to find its APIs; null to leave them out. */
  stackName: string | null;
  signal?: AbortSignal;
};

/** The contract's metrics without the markers, which are Windlass's own. */
export type StageMetricsReading = Omit<StageMetrics, "markers">;

/** A page that several people look at, or that reloads, costs one reading. CloudWatch itself lags by more. */
const keptForMs = 10_000;

type Kept = { untilMs: number; reading: Promise<StageMetricsReading> };

/** Session → what was read lately: it lives and ends with its session. */
const kept = new WeakMap<AwsSession, Map<string, Kept>>();

/**
 * Reads the metrics of a stage's functions and APIs from CloudWatch, over whole periods of which the last is still running.
 * Answers are kept for ten seconds per session. `signal` ends the waiting.
 *
 * @throws WindlassError; AbortError.
 */
export async function readStageMetrics(session: AwsSession, input: ReadStageMetricsInput): Promise<StageMetricsReading> {
  const { signal, ...what } = input;
  const nowMs = Date.now();
  const readings = kept.get(session) ?? new Map<string, Kept>();
  kept.set(session, readings);
  for (const [key, { untilMs }] of readings) if (untilMs <= nowMs) readings.delete(key);
  const key = JSON.stringify(what);
  const known = readings.get(key);
  if (known) return untilAborted(known.reading, signal);
  const reading = readAll(session, input, nowMs);
  readings.set(key, { untilMs: nowMs + keptForMs, reading });
  reading.catch(() => readings.delete(key));
  return untilAborted(reading, signal);
}

/** The reading itself goes on: others may wait for it. */
async function untilAborted<T>(reading: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return reading;
  if (signal.aborted) throw abortError(signal);
  let onAbort = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(abortError(signal));
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    return await Promise.race([reading, aborted]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

async function readAll(session: AwsSession, input: ReadStageMetricsInput, nowMs: number): Promise<StageMetricsReading> {
  const window = metricWindow(input.range, nowMs);
  const apis = (await readApis(session, input.stackName)).flatMap((api) => {
    const dimension = apiDimension(api);
    return dimension ? [{ api, dimension }] : [];
  });
  const { periodSeconds } = window;
  const queries: MetricDataQuery[] = [
    ...input.functions.flatMap(({ functionName }, index) =>
      functionMetrics.map((metric) => functionQuery({ id: `f${index}_${metric}`, functionName, metric, periodSeconds })),
    ),
    ...apis.flatMap(({ api, dimension }, index) =>
      apiMetrics.map((metric) => apiQuery({ id: `a${index}_${metric}`, api, dimension, metric, periodSeconds })),
    ),
  ];
  const values = await readMetricData(session, queries, window);
  if (session.access.kind === "sandbox") {
    const measured = await readSandboxMetrics(session, input.functions.map(({ functionName }) => functionName), window);
    measured.forEach((byMetric, index) => {
      for (const [metric, row] of Object.entries(byMetric)) values.set(`f${index}_${metric}`, row);
    });
  }
  const series = <M extends Series["metric"]>(id: string, metric: M, totalling: Totalling): Series =>
    toSeries(metric, values.get(`${id}_${metric}`) ?? [], totalling);
  return {
    ...frame(input.range, window),
    functions: input.functions.map(({ name, functionName }, index) => ({
      name,
      functionName,
      series: functionMetrics.map((metric) => series(`f${index}`, metric, functionSources[metric].totalling)),
    })),
    apis: apis.map(({ api }, index) => ({
      name: api.name ?? api.logicalId,
      apiId: api.apiId,
      series: apiMetrics.map((metric) => series(`a${index}`, metric, apiSources[metric].totalling)),
    })),
  };
}

function frame(range: MetricRange, window: MetricWindow): Pick<StageMetricsReading, "range" | "periodSeconds" | "timestamps" | "fetchedAt"> {
  return {
    range,
    periodSeconds: window.periodSeconds,
    timestamps: window.startsMs.map((ms) => new Date(ms).toISOString()),
    fetchedAt: new Date().toISOString(),
  };
}

/** A stack that is gone has no APIs, but its functions' metrics outlive it. A sandbox does not measure APIs: that is not a zero. */
async function readApis(session: AwsSession, stackName: string | null): Promise<DeployedApi[]> {
  if (stackName === null || session.access.kind === "sandbox") return [];
  if (!(await describeStack(session, stackName))) return [];
  return (await readDeployedApis(session, { stackName })).apis;
}

function toSeries(metric: Series["metric"], values: (number | null)[], totalling: Totalling): Series {
  const known = values.filter((value) => value !== null);
  if (totalling === "none") return { metric, values, total: null };
  if (totalling === "sum") return { metric, values, total: known.reduce((sum, value) => sum + value, 0) };
  return { metric, values, total: known.length === 0 ? null : Math.max(...known) };
}
