import { metricRanges, type MetricRange, type Series, type StageMetrics } from "@windlass/contracts/metric";
import { Option, type Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction, type StageArguments } from "../context.js";
import { tableOr } from "../output/table.js";

export function registerMetrics(program: Command, cli: Cli): void {
  program
    .command("metrics <service> <stage>")
    .description("show invocations, errors, throttles, durations and concurrency of a stage's functions, and its APIs' requests")
    .addOption(new Option("--range <range>", "how far back").choices(Object.keys(metricRanges)).default("1h"))
    .addHelpText("after", "\nExample:\n  $ windlass metrics hello prod --range 24h")
    .action(
      serverAction<StageArguments, { range: MetricRange }>(cli, async ({ client, printer, signal }, { args: [service, stage], options }) => {
        const metrics = await client.stages.metrics({ service, stage }, options.range, { signal });
        printer.result(metrics, () => metricsText(metrics));
      }),
    );
}

function metricsText(metrics: StageMetrics): string {
  const functions = tableOr(
    "No functions yet.",
    ["FUNCTION", "INVOCATIONS", "ERRORS", "THROTTLES", "P50", "P95", "P99", "CONCURRENCY"],
    metrics.functions.map(({ name, series }) => [
      name,
      ...(["invocations", "errors", "throttles"] as const).map((metric) => total(series, metric)),
      ...(["durationP50", "durationP95", "durationP99"] as const).map((metric) => latest(series, metric)),
      total(series, "concurrency"),
    ]),
  );
  if (metrics.apis.length === 0) return functions;
  const apis = tableOr(
    "",
    ["API", "REQUESTS", "4XX", "5XX", "LATENCY P50", "LATENCY P95"],
    metrics.apis.map(({ name, series }) => [
      name,
      ...(["count", "4xx", "5xx"] as const).map((metric) => total(series, metric)),
      ...(["latencyP50", "latencyP95"] as const).map((metric) => latest(series, metric)),
    ]),
  );
  return `${functions}\n\n${apis}`;
}

const find = (series: readonly Series[], metric: Series["metric"]) => series.find((line) => line.metric === metric);

function total(series: readonly Series[], metric: Series["metric"]): string {
  return String(find(series, metric)?.total ?? 0);
}

/** A percentile of the last period that has one: percentiles of periods cannot be added up. */
function latest(series: readonly Series[], metric: Series["metric"]): string {
  const value = find(series, metric)?.values.findLast((one) => one !== null) ?? null;
  return value === null ? "" : `${value.toFixed(1)} ms`;
}
