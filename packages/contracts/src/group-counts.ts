import type { GroupCounts } from "./deployment-group.js";
import { isTerminal, type DeploymentState } from "./deployment-state.js";

/** `skipped`: it never began because of another one. */
export type CountedMember = { state: DeploymentState; skipped: boolean };

/** How many deployments of a group are where. */
export function countMembers(members: readonly CountedMember[]): GroupCounts {
  const counts: GroupCounts = { succeeded: 0, skipped: 0, superseded: 0, waiting: 0, running: 0, failed: 0 };
  for (const member of members) counts[placeOf(member)] += 1;
  return counts;
}

function placeOf({ state, skipped }: CountedMember): keyof GroupCounts {
  if (skipped) return "skipped";
  if (state === "succeeded" || state === "superseded") return state;
  if (isTerminal(state)) return "failed";
  return state === "queued" || state === "awaiting_approval" ? "waiting" : "running";
}
