import type { PullRequest } from "@windlass/contracts/forge";
import type { handledActions } from "../delivery/pull-request-event.js";

/** A pull request that no delivery told of, or not of what became of it. */
export type MissedPull = { pull: PullRequest; action: (typeof handledActions)[number] };

export type PullsInput = {
  /** What is stored. */
  known: readonly PullRequest[];
  /** What the forge has now: all that are open, and those stored as open that are so no longer. */
  found: readonly PullRequest[];
  nowMs: number;
  /** How long a delivery may take before what it tells of counts as missed. */
  graceMs: number;
};

/** Compares the pull requests of a repository with what is stored of them. Pure. */
export function comparePulls({ known, found, nowMs, graceMs }: PullsInput): MissedPull[] {
  const stored = new Map(known.map((pull) => [pull.number, pull]));
  return found.flatMap((pull) => {
    const action = missedAction(stored.get(pull.number), pull);
    return action === null || nowMs - Date.parse(pull.updatedAt) < graceMs ? [] : [{ pull, action }];
  });
}

function missedAction(before: PullRequest | undefined, now: PullRequest): MissedPull["action"] | null {
  if (before === undefined) return now.state === "open" ? "opened" : null;
  if (before.state !== now.state) return now.state === "open" ? "reopened" : "closed";
  if (now.state !== "open") return null;
  if (before.head.sha !== now.head.sha) return "synchronize";
  const isSame = before.isDraft === now.isDraft && before.base.ref === now.base.ref && sameLabels(before.labels, now.labels);
  return isSame ? null : "edited";
}

function sameLabels(one: readonly string[], other: readonly string[]): boolean {
  return one.toSorted().join("\n") === other.toSorted().join("\n");
}
