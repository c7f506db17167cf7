import type { FunctionNumbers } from "@windlass/contracts/guard";
import type { MetricGuard } from "@windlass/contracts/stage-settings";
import type { Judgement } from "./judgement.js";

type Readings = { before: readonly FunctionNumbers[]; now: readonly FunctionNumbers[]; /** Function name → what the service calls it. */ nameOf: (functionName: string) => string };
type Compared = { name: string; value: number; baseline: number | null; increase: number; count: number };

const subjectOfAll = "all functions";

/**
 * Whether a metric is worse than before the deployment, by the function that got worst. Functions that ran too seldom say
 * nothing. An error rate without enough invocations before is held against 0 %, a duration cannot be compared then.
 */
export function judgeMetric(guard: MetricGuard, readings: Readings): Judgement {
  const compared = compare(guard, readings);
  const worst = compared.toSorted((a, b) => b.increase - a.increase)[0];
  if (!worst) return tooFew(guard, readings);
  const { value, baseline, count } = worst;
  const verdict = worst.increase > guard.maxIncrease ? "tripped" : "good";
  return { verdict, message: describe(guard, worst), value, baseline, count };
}

function compare({ metric, minimumSamples }: MetricGuard, { before, now, nameOf }: Readings): Compared[] {
  const beforeOf = new Map(withTotal(before).map((numbers) => [numbers.functionName, numbers]));
  return withTotal(now).flatMap((numbers): Compared[] => {
    if (numbers.invocations < minimumSamples) return [];
    const earlier = beforeOf.get(numbers.functionName);
    const known = earlier && earlier.invocations >= minimumSamples ? earlier : null;
    const subject = { name: numbers.functionName === subjectOfAll ? subjectOfAll : nameOf(numbers.functionName), count: numbers.invocations };
    if (metric === "error_rate") {
      const value = rate(numbers);
      const baseline = known && rate(known);
      return [{ ...subject, value, baseline, increase: value - (baseline ?? 0) }];
    }
    const baseline = known?.p95Ms ?? null;
    if (numbers.p95Ms === null || baseline === null || baseline <= 0) return [];
    return [{ ...subject, value: numbers.p95Ms, baseline, increase: (numbers.p95Ms / baseline - 1) * 100 }];
  });
}

/** The functions and, where there are several, all of them together; percentiles do not add up, so without one. */
function withTotal(functions: readonly FunctionNumbers[]): FunctionNumbers[] {
  if (functions.length < 2) return [...functions];
  const total = { functionName: subjectOfAll, invocations: 0, errors: 0, p95Ms: null };
  for (const { invocations, errors } of functions) {
    total.invocations += invocations;
    total.errors += errors;
  }
  return [...functions, total];
}

function rate({ errors, invocations }: FunctionNumbers): number {
  return (errors * 100) / invocations;
}

function describe({ metric, maxIncrease }: MetricGuard, { name, value, baseline, increase, count }: Compared): string {
  if (metric === "error_rate") {
    const earlier = baseline === null ? "too few ran before to compare, so it is held against 0 %" : `${round(baseline)} % before`;
    return `${name}: ${round(value)} % of ${count} invocations failed; ${earlier}; it may rise by ${maxIncrease} points`;
  }
  return `${name}: p95 ${round(value)} ms over ${count} invocations, ${round(baseline ?? 0)} ms before (${increase < 0 ? "" : "+"}${round(increase)} %); it may rise by ${maxIncrease} %`;
}

function tooFew({ metric, minimumSamples }: MetricGuard, { now, before }: Readings): Judgement {
  const most = Math.max(0, ...now.map(({ invocations }) => invocations));
  const enough = most >= minimumSamples;
  const earlier = Math.max(0, ...before.map(({ invocations }) => invocations));
  const message =
    enough && metric === "p95_duration"
      ? `Too few invocations before to compare with: ${earlier} of ${minimumSamples}`
      : `Too few invocations to say: ${most} of ${minimumSamples}`;
  return { verdict: "unknown", message, value: null, baseline: null, count: most };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
