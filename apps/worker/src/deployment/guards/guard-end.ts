import { WindlassError, type ProblemDetail } from "@windlass/contracts/error";
import type { GuardReport, GuardResult } from "@windlass/contracts/guard";
import { problemOf } from "../problem-of.js";
import type { RunContext } from "../run-context.js";

/** Where a deployment goes after its guards: on, back to the release before, or nowhere when there is none. */
export type Guarded = { outcome: "passed" } | { outcome: "rolling_back" | "failed"; error: ProblemDetail };

const kindWords = { alarm: "alarm", error_rate: "error rate", p95_duration: "p95 duration", smoke: "smoke request" } as const satisfies Record<GuardResult["kind"], string>;

/** What the log and the error call a guard: `the alarm orders-errors`, `the smoke request GET /health`. */
export function guardTitle({ kind, name }: Pick<GuardResult, "kind" | "name">): string {
  return name === kind ? `the ${kindWords[kind]}` : `the ${kindWords[kind]} ${name}`;
}

/** The error of a guard that tripped, with its numbers. */
export function trippedError(context: RunContext, guard: GuardResult): ProblemDetail {
  const error = new WindlassError("guard_tripped", `A guard tripped, ${guardTitle(guard)}: ${guard.message}`);
  return withoutRelease(context, problemOf(error, context.masker));
}

/** The error of a deployment that was cancelled while its guards watched. */
export function cancelledError(context: RunContext): ProblemDetail {
  return withoutRelease(context, problemOf(context.lease.cancelled.reason, context.masker));
}

/** A stage's first release has none before it. Deleting what was deployed is no repair: it stays, and that is said. */
function withoutRelease({ run }: RunContext, error: ProblemDetail): ProblemDetail {
  if (run.stage.hasCurrentRelease) return error;
  return { ...error, hint: "There is no release before this one to put back. Nothing was deleted: deploy a repaired commit, or remove the stage." };
}

/** How a watch that has ended goes on; null while it watches. */
export function guardedBy({ run }: RunContext, { state, error }: GuardReport): Guarded | null {
  if (state === "passed") return { outcome: "passed" };
  if (error === null) return null;
  return { outcome: run.stage.hasCurrentRelease ? "rolling_back" : "failed", error };
}
