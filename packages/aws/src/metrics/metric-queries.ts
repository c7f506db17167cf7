import type { MetricDataQuery } from "@aws-sdk/client-cloudwatch";
import type { ApiMetric, FunctionMetric } from "@windlass/contracts/metric";
import type { DeployedApi } from "../endpoints/read-deployed-apis.js";

/** How a metric's total over the range comes from its values: added up, the greatest, or not at all (percentiles do not add up). */
export type Totalling = "sum" | "max" | "none";

type Source = { name: string; stat: string; totalling: Totalling };

/** What CloudWatch calls a function's metrics. */
export const functionSources = {
  invocations: { name: "Invocations", stat: "Sum", totalling: "sum" },
  errors: { name: "Errors", stat: "Sum", totalling: "sum" },
  throttles: { name: "Throttles", stat: "Sum", totalling: "sum" },
  durationP50: { name: "Duration", stat: "p50", totalling: "none" },
  durationP95: { name: "Duration", stat: "p95", totalling: "none" },
  durationP99: { name: "Duration", stat: "p99", totalling: "none" },
  concurrency: { name: "ConcurrentExecutions", stat: "Maximum", totalling: "max" },
} as const satisfies Record<FunctionMetric, Source>;

/** What CloudWatch calls an HTTP API's metrics. */
export const apiSources = {
  count: { name: "Count", stat: "Sum", totalling: "sum" },
  "4xx": { name: "4xx", stat: "Sum", totalling: "sum" },
  "5xx": { name: "5xx", stat: "Sum", totalling: "sum" },
  latencyP50: { name: "Latency", stat: "p50", totalling: "none" },
  latencyP95: { name: "Latency", stat: "p95", totalling: "none" },
} as const satisfies Record<ApiMetric, Source>;

/** REST APIs have two of them under other names. */
const restNames: Record<string, string> = { "4xx": "4XXError", "5xx": "5XXError" };

/** The calls of an alias that a certain version has answered. */
export type ExecutedVersion = { alias: string; version: string };

type FunctionQuery = { id: string; functionName: string; metric: FunctionMetric; periodSeconds: number; executed?: ExecutedVersion | undefined };

export function functionQuery(input: FunctionQuery): MetricDataQuery {
  const { functionName, executed } = input;
  const { name, stat } = functionSources[input.metric];
  const ofVersion = executed
    ? [
        { Name: "Resource", Value: `${functionName}:${executed.alias}` },
        { Name: "ExecutedVersion", Value: executed.version },
      ]
    : [];
  return query({ ...input, namespace: "AWS/Lambda", name, stat, dimensions: [{ Name: "FunctionName", Value: functionName }, ...ofVersion] });
}

/** HTTP and WebSocket APIs are measured by id, REST APIs by name: one whose name is not known cannot be measured. */
export function apiDimension(api: DeployedApi): { Name: string; Value: string } | null {
  if (api.kind !== "restApi") return { Name: "ApiId", Value: api.apiId };
  return api.name === null ? null : { Name: "ApiName", Value: api.name };
}

export function apiQuery(input: {
  id: string;
  api: DeployedApi;
  dimension: { Name: string; Value: string };
  metric: ApiMetric;
  periodSeconds: number;
}): MetricDataQuery {
  const { name, stat } = apiSources[input.metric];
  const named = input.api.kind === "restApi" ? (restNames[name] ?? name) : name;
  return query({ ...input, namespace: "AWS/ApiGateway", name: named, stat, dimensions: [input.dimension] });
}

function query(input: {
  id: string;
  namespace: string;
  name: string;
  stat: string;
  dimensions: { Name: string; Value: string }[];
  periodSeconds: number;
}): MetricDataQuery {
  return {
    Id: input.id,
    MetricStat: {
      Metric: { Namespace: input.namespace, MetricName: input.name, Dimensions: input.dimensions },
      Period: input.periodSeconds,
      Stat: input.stat,
    },
    ReturnData: true,
  };
}
