import type { GuardReport, GuardResult, GuardSample } from "@windlass/contracts/guard";
import type { GuardSettings, SmokeRequest } from "@windlass/contracts/stage-settings";
import type { Judgement } from "./judgement.js";

/** More looks than these are thinned out, so that a day of watching is no larger than an hour. */
const mostSamples = 60;

/** Whether anything would be watched at all. */
export function hasGuards({ alarms, metrics, smoke }: GuardSettings): boolean {
  return alarms.length + metrics.length + smoke.length > 0;
}

/** A report in which nothing was looked at yet. */
export function newReport(settings: GuardSettings, now: Date): GuardReport {
  const waiting = (kind: GuardResult["kind"], name: string): GuardResult => ({ kind, name, verdict: "waiting", message: "", samples: [] });
  return {
    state: "watching",
    settings,
    startedAt: now.toISOString(),
    bakesUntil: new Date(now.getTime() + settings.bakeSeconds * 1_000).toISOString(),
    checkedAt: null,
    endedAt: null,
    guards: [
      ...settings.smoke.map((request) => waiting("smoke", smokeName(request))),
      ...settings.alarms.map((name) => waiting("alarm", name)),
      ...settings.metrics.map(({ metric }) => waiting(metric, metric)),
    ],
    baseline: null,
    error: null,
  };
}

export function smokeName({ method, path }: SmokeRequest): string {
  return `${method} ${path}`;
}

/** The report after one look at some of its guards, by their place in it. */
export function withSamples(report: GuardReport, judgements: ReadonlyMap<number, Judgement>, now: Date): GuardReport {
  const at = now.toISOString();
  const guards = report.guards.map((guard, index) => {
    const judgement = judgements.get(index);
    if (!judgement) return guard;
    return { ...guard, verdict: judgement.verdict, message: judgement.message, samples: thinned([...guard.samples, { at, ...judgement }]) };
  });
  return { ...report, guards, checkedAt: at };
}

/** Every second one but the first and the newest goes when there are too many. */
function thinned(samples: GuardSample[]): GuardSample[] {
  if (samples.length <= mostSamples) return samples;
  return samples.filter((_, index) => index % 2 === 0 || index === samples.length - 1);
}

/** The first guard that tripped; undefined while none did. */
export function trippedOf(report: GuardReport): GuardResult | undefined {
  return report.guards.find(({ verdict }) => verdict === "tripped");
}
