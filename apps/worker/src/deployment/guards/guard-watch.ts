import { setTimeout as sleep } from "node:timers/promises";
import type { CanaryReport } from "@windlass/contracts/canary";
import type { ProblemDetail } from "@windlass/contracts/error";
import type { GuardReport } from "@windlass/contracts/guard";
import { readClock } from "@windlass/operations/deployment-run/read-clock";
import { readResults } from "@windlass/operations/deployment-run/read-results";
import { saveResult } from "@windlass/operations/deployment-run/save-result";
import { RestError } from "../interruption.js";
import type { StepContext } from "../run-step.js";
import { cancelledError, guardTitle, trippedError } from "./guard-end.js";
import { newReport, trippedOf, withSamples } from "./guard-report.js";
import type { Judgement } from "./judgement.js";
import { lookAtGuards } from "./look.js";

/** Between two looks at a window of so many seconds. */
export function lookIntervalMs(windowSeconds: number): number {
  return Math.min(60_000, Math.max(2_000, windowSeconds * 50));
}

/** Whoever would pause longer gives the worker's place to another deployment meanwhile. */
const restFromMs = 30_000;

/** The guards of one deployment while they watch. What they find is stored as it is found. */
export type GuardWatch = {
  readonly report: GuardReport;
  readonly canary: CanaryReport | null;
  now(): Promise<Date>;
  /** Keeps what was found of some guards. */
  add(judgements: ReadonlyMap<number, Judgement>, now: Date): Promise<void>;
  /** Looks at alarms and metrics. */
  look(now: Date): Promise<void>;
  change(changes: Partial<GuardReport>): Promise<void>;
  /** Keeps how far the canary is. */
  saveCanary(next: CanaryReport): Promise<void>;
  /** Ends the watching with an error that no guard is to blame for. */
  fail(error: ProblemDetail): Promise<void>;
  /** Whether somebody asked to cancel, or a guard tripped: then the report says so. */
  endedEarly(): Promise<boolean>;
  /**
   * Waits until the next look: at most `pauseMs`, or until a cancellation. Throws RestError for long pauses, when
   * the deployment is to be taken up again later, by whichever worker is free.
   */
  pause(pauseMs: number): Promise<void>;
};

/** Begins to watch, or goes on with what an earlier worker has found. */
export async function openGuardWatch(context: StepContext): Promise<GuardWatch> {
  const { services, lease, run, reporter, signal } = context;
  const { pool } = services.db;
  const appliedAt = run.steps.get("apply")?.startedAt ?? run.createdAt;
  // Not what was read with the run: the step may be done again by this worker, too.
  const kept = await readResults(pool, run.id);
  let report = kept.guards ?? newReport(run.stage.settings.guards, await readClock(pool));
  let { canary } = kept;
  const save = async (next: GuardReport): Promise<void> => {
    tellChanges(reporter, report, next);
    report = next;
    await saveResult(pool, lease.fence, { topic: "guards", value: report });
  };
  const end = async (state: "tripped" | "cancelled" | "failed", error: ProblemDetail): Promise<boolean> => {
    await save({ ...report, state, error, endedAt: (await readClock(pool)).toISOString() });
    return true;
  };
  const watch: GuardWatch = {
    get report() {
      return report;
    },
    get canary() {
      return canary;
    },
    saveCanary: async (next) => {
      canary = next;
      await saveResult(pool, lease.fence, { topic: "canary", value: next });
    },
    fail: async (error) => void (await end("failed", error)),
    now: () => readClock(pool),
    add: (judgements, now) => save(withSamples(report, judgements, now)),
    change: (changes) => save({ ...report, ...changes }),
    look: async (now) => {
      const { judgements, baseline } = await lookAtGuards(context, report, { appliedAt, now, canary });
      await save({ ...withSamples(report, judgements, now), baseline });
    },
    endedEarly: async () => {
      signal.throwIfAborted();
      if (lease.cancelled.aborted) return end("cancelled", cancelledError(context));
      const tripped = trippedOf(report);
      return tripped ? end("tripped", trippedError(context, tripped)) : false;
    },
    pause: async (pauseMs) => {
      if (pauseMs >= restFromMs) {
        await reporter.flush();
        throw new RestError(pauseMs);
      }
      await sleep(pauseMs, undefined, { signal: AbortSignal.any([signal, lease.cancelled]) }).catch(() => signal.throwIfAborted());
    },
  };
  if (kept.guards === null) await save(report);
  return watch;
}

/** Says in the log what a look has changed: samples are many, verdicts are not. */
function tellChanges(reporter: StepContext["reporter"], before: GuardReport, after: GuardReport): void {
  after.guards.forEach((guard, index) => {
    const { verdict, message } = guard;
    if (before.guards[index]?.verdict === verdict || verdict === "waiting") return;
    const level = verdict === "good" ? "info" : verdict === "unknown" ? "warn" : "error";
    reporter.log(`${verdict}: ${guardTitle(guard)}: ${message}`, level);
  });
}
