import type { DeploymentGroup, GroupMember, GroupState } from "@windlass/contracts/deployment-group";
import { isTerminal } from "@windlass/contracts/deployment-state";
import type { Tone } from "../../ui/chip.js";

/** How each state of a group is called and coloured. */
export const groupStateLook = {
  running: { label: "Running", tone: "run" },
  succeeded: { label: "Succeeded", tone: "good" },
  superseded: { label: "Superseded", tone: "idle" },
  failed: { label: "Failed", tone: "bad" },
} as const satisfies Record<GroupState, { label: string; tone: Tone }>;

/** All deployments of a group, wave by wave. */
export function membersOf({ waves }: Pick<DeploymentGroup, "waves">): GroupMember[] {
  return waves.flatMap(({ deployments }) => deployments);
}

/** Whether a deployment never began because what it depends on did not succeed. */
export function isSkipped({ error }: Pick<GroupMember, "error">): boolean {
  return error?.code === "dependency_failed";
}

/** How many of a group ended in which way, in words: `3 succeeded, 1 failed, 2 skipped`. */
export function groupSummary(group: Pick<DeploymentGroup, "waves">): string {
  const members = membersOf(group);
  const counts: [string, number][] = [
    ["succeeded", members.filter(({ state }) => state === "succeeded").length],
    ["skipped", members.filter(isSkipped).length],
    ["superseded", members.filter(({ state }) => state === "superseded").length],
    ["waiting", members.filter(({ state }) => state === "queued" || state === "awaiting_approval").length],
    ["running", members.filter(({ state }) => !isTerminal(state) && state !== "queued" && state !== "awaiting_approval").length],
  ];
  const failed = members.length - counts.reduce((sum, [, count]) => sum + count, 0);
  return [...counts, ["failed", failed] as const].flatMap(([word, count]) => (count === 0 ? [] : [`${count} ${word}`])).join(", ");
}

/** `hello / dev`, or how many of a stage. */
export function groupTitle(group: Pick<DeploymentGroup, "waves">): string {
  const members = membersOf(group);
  const stages = [...new Set(members.map(({ stage }) => stage))];
  const count = members.length === 1 ? "1 deployment" : `${members.length} deployments`;
  return stages.length === 0 ? count : `${count} to ${stages.join(", ")}`;
}
