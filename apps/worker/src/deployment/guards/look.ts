import { readAlarms } from "@windlass/aws/alarms/read-alarms";
import { readWindowMetrics, type TimeSpan } from "@windlass/aws/metrics/read-window-metrics";
import type { CanaryReport } from "@windlass/contracts/canary";
import { WindlassError } from "@windlass/contracts/error";
import type { FunctionNumbers, GuardReport } from "@windlass/contracts/guard";
import { releaseOf } from "../release-of.js";
import type { StepContext } from "../run-step.js";
import { judgeAlarm } from "./judge-alarm.js";
import { judgeMetric } from "./judge-metric.js";
import type { Judgement } from "./judgement.js";

export type Look = { judgements: Map<number, Judgement>; baseline: FunctionNumbers[] | null };

/** Shorter windows before a deployment would hold next to nothing. */
const shortestBaselineMs = 60_000;

/** When one looks: `appliedAt` is when the deployment began to change AWS. Of functions under a canary the new version counts. */
export type LookInput = { appliedAt: Date; now: Date; canary: CanaryReport | null };

/**
 * Looks at the alarms and metrics of a report, once. What AWS refuses to tell is `unknown`, and is said.
 */
export async function lookAtGuards(context: StepContext, report: GuardReport, input: LookInput): Promise<Look> {
  const { alarms, metrics } = report.settings;
  const first = report.guards.findIndex(({ kind }) => kind !== "smoke");
  const judgements = new Map<number, Judgement>();
  const place = (index: number, judgement: Judgement): void => void judgements.set(first + index, context.masker.json(judgement));
  const read = await orUnknown(() => readAlarms(context.aws, { names: alarms, signal: context.signal }));
  alarms.forEach((name, index) => place(index, "unknown" in read ? read.unknown : judgeAlarm(read.value.get(name), input.appliedAt)));
  if (metrics.length === 0) return { judgements, baseline: report.baseline };
  const numbers = await orUnknown(() => readNumbers(context, report, input));
  metrics.forEach((guard, index) => {
    place(alarms.length + index, "unknown" in numbers ? numbers.unknown : judgeMetric(guard, { ...numbers.value, nameOf: namesOf(context) }));
  });
  return { judgements, baseline: "unknown" in numbers ? report.baseline : numbers.value.before };
}

type Numbers = { before: FunctionNumbers[]; now: FunctionNumbers[] };

async function readNumbers({ aws, run }: StepContext, report: GuardReport, { appliedAt, now, canary }: LookInput): Promise<Numbers> {
  const functions = releaseOf(run).functions.map(({ functionName }) => ({ functionName }));
  const startedMs = Date.parse(report.startedAt);
  const lengthMs = Math.max(shortestBaselineMs, Date.parse(report.bakesUntil) - startedMs);
  const earlier: TimeSpan = { fromMs: appliedAt.getTime() - lengthMs, toMs: appliedAt.getTime() };
  const before = report.baseline ?? (await readWindowMetrics(aws, { functions, span: earlier }));
  const subjects = functions.map(({ functionName }) => {
    const shifted = canary?.functions.find((each) => each.functionName === functionName);
    return { functionName, executed: shifted && { alias: shifted.alias, version: shifted.to } };
  });
  return { before, now: await readWindowMetrics(aws, { functions: subjects, span: { fromMs: startedMs, toMs: now.getTime() } }) };
}

function namesOf({ run }: StepContext): (functionName: string) => string {
  const names = new Map(run.release?.functions.map(({ name, functionName }) => [functionName, name]));
  return (functionName) => names.get(functionName) ?? functionName;
}

async function orUnknown<T>(read: () => Promise<T>): Promise<{ value: T } | { unknown: Judgement }> {
  try {
    return { value: await read() };
  } catch (error) {
    if (!(error instanceof WindlassError)) throw error;
    return { unknown: { verdict: "unknown", message: error.message, value: null, baseline: null, count: null } };
  }
}
