import type { DeploymentRun } from "@windlass/operations/deployment-run/deployment-run";
import { readEndpoints } from "@windlass/operations/deployment-run/read-endpoints";
import { saveResult } from "@windlass/operations/deployment-run/save-result";
import { plannedCanary } from "../canary/planned-canary.js";
import { shiftTraffic } from "../canary/shift-traffic.js";
import { cancelledError, guardedBy, type Guarded } from "../guards/guard-end.js";
import { hasGuards } from "../guards/guard-report.js";
import { lookIntervalMs, openGuardWatch, type GuardWatch } from "../guards/guard-watch.js";
import type { Judgement } from "../guards/judgement.js";
import { runSmokeRequest } from "../guards/run-smoke-request.js";
import type { StepContext, StepResult } from "../run-step.js";

/**
 * Watches the fresh release. A canary shifts its traffic first, share by share; then come smoke requests, then alarms and metrics until the bake time is over. A worker that
 * takes over goes on where the last one was, by the database's clock. Ends with the first guard that trips, and with a
 * cancellation.
 */
export async function guard(context: StepContext): Promise<StepResult<Guarded>> {
  if (!isGuarded(context.run)) return unguarded(context);
  const watch = await openGuardWatch(context);
  const before = guardedBy(context, watch.report);
  if (before === null && (await shiftTraffic(context, watch)) && (await smokeRequests(context, watch)) && (await bake(context, watch))) {
    if (watch.report.guards.length > 0) context.reporter.log("No guard tripped");
    return passed(watch);
  }
  const guarded = guardedBy(context, watch.report) ?? { outcome: "passed" };
  return { state: stepState(guarded), store: () => guarded };
}

/** Whether there is anything to watch. */
export function isGuarded(run: DeploymentRun): boolean {
  return run.results.guards !== null || hasGuards(run.stage.settings.guards) || plannedCanary(run).length > 0;
}

/** Nothing is watched; a cancellation that came just before the end still counts. */
async function unguarded(context: StepContext): Promise<StepResult<Guarded>> {
  await context.lease.check();
  if (!context.lease.cancelled.aborted) return { state: "skipped", store: () => ({ outcome: "passed" }) };
  const outcome = context.run.stage.hasCurrentRelease ? "rolling_back" : "failed";
  return { state: "cancelled", store: () => ({ outcome, error: cancelledError(context) }) };
}

/** False when the watching has ended with one of them. */
async function smokeRequests(context: StepContext, watch: GuardWatch): Promise<boolean> {
  const endpoints = await readEndpoints(context.services.db.pool, context.run.id);
  for (const [index, request] of watch.report.settings.smoke.entries()) {
    if (await watch.endedEarly()) return false;
    if (watch.report.guards[index]?.verdict !== "waiting") continue;
    const judgement: Judgement = await runSmokeRequest(context, request, endpoints);
    await watch.add(new Map([[index, judgement]]), await watch.now());
  }
  return !(await watch.endedEarly());
}

/** Looks again and again, the last time when the bake time is over. False when the watching has ended before. */
async function bake(context: StepContext, watch: GuardWatch): Promise<boolean> {
  const { alarms, metrics, bakeSeconds } = watch.report.settings;
  const intervalMs = lookIntervalMs(bakeSeconds);
  if (watch.report.checkedAt === null && bakeSeconds > 0) context.reporter.log(`Watching until ${watch.report.bakesUntil}`);
  for (;;) {
    const now = await watch.now();
    if (alarms.length + metrics.length > 0) await watch.look(now);
    if (await watch.endedEarly()) return false;
    const leftMs = Date.parse(watch.report.bakesUntil) - now.getTime();
    if (leftMs <= 0) return true;
    await watch.pause(Math.min(intervalMs, leftMs));
    if (await watch.endedEarly()) return false;
  }
}

async function passed(watch: GuardWatch): Promise<StepResult<Guarded>> {
  const value = { ...watch.report, state: "passed" as const, endedAt: (await watch.now()).toISOString() };
  return {
    store: async (tx) => {
      await saveResult(tx, tx.fence, { topic: "guards", value });
      return { outcome: "passed" };
    },
  };
}

function stepState(guarded: Guarded): "succeeded" | "failed" | "cancelled" {
  if (guarded.outcome === "passed") return "succeeded";
  return guarded.error.code === "cancelled" ? "cancelled" : "failed";
}
