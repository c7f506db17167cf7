import type { DeploymentState } from "@windlass/contracts/deployment-state";
import type { PlanCounts } from "@windlass/contracts/plan";
import type { DeploymentFacts } from "./deployment-facts.js";

type Told = Pick<DeploymentFacts, "kind" | "state" | "plan" | "error" | "waitReason" | "supersededBy">;

/** How a deployment stands, in one plain sentence. */
export function outcomeWords(facts: Told): string {
  return words[facts.state](facts);
}

const words: Record<DeploymentState, (facts: Told) => string> = {
  queued: ({ waitReason }) => waitReason ?? "Waits in the queue",
  preparing: () => "Builds and compiles",
  planning: ({ waitReason }) => waitReason ?? "Plans what will change",
  awaiting_approval: ({ plan }) => `Waits for approval: ${planWords(plan)}`,
  deploying: ({ waitReason, plan }) => waitReason ?? `Deploys: ${planWords(plan)}`,
  verifying: () => "Verifies what was deployed",
  rolling_back: () => "Rolls back",
  succeeded: successWords,
  failed: ({ error }) => error?.message ?? "Failed",
  rolled_back: ({ error }) => `Rolled back: ${error?.message ?? "it did not hold"}`,
  rejected: ({ error }) => error?.message ?? "Rejected",
  cancelled: ({ error }) => error?.message ?? "Cancelled",
  superseded: ({ supersededBy }) => (supersededBy === null ? "Superseded by a newer push" : `Superseded by #${supersededBy}`),
};

function successWords({ kind, plan }: Told): string {
  const counts = planWords(plan);
  if (kind === "preview") return `Would be: ${counts}`;
  return counts === nothing ? "Nothing to change" : `${doneWords[kind]}: ${counts}`;
}

function planWords(plan: Told["plan"]): string {
  return plan === null ? nothing : countWords(plan.counts);
}

const nothing = "nothing changes";
const doneWords = { deploy: "Deployed", rollback: "Rolled back to an earlier release", remove: "Removed", preview: "Planned", function: "Code put back", repair: "Repaired" } as const satisfies Record<Told["kind"], string>;

/** "2 added, 1 replaced": what is none is left out. */
export function countWords(counts: PlanCounts): string {
  const parts = (["added", "changed", "replaced", "removed"] as const).flatMap((name) => (counts[name] === 0 ? [] : [`${counts[name]} ${name}`]));
  return parts.length === 0 ? nothing : parts.join(", ");
}

/** "42 s", "3 min 5 s". */
export function durationWords(durationMs: number): string {
  const seconds = Math.round(durationMs / 1_000);
  return seconds < 60 ? `${Math.max(seconds, 1)} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
