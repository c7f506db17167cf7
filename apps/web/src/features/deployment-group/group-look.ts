import type { DeploymentGroup, DeploymentGroupSummary, GroupCounts, GroupMember, GroupState } from "@windlass/contracts/deployment-group";
import { countMembers } from "@windlass/contracts/group-counts";
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

const countWords = ["succeeded", "skipped", "superseded", "waiting", "running", "failed"] as const satisfies (keyof GroupCounts)[];

/** How many of a group ended in which way, in words: `3 succeeded, 1 failed, 2 skipped`. */
export function countsText(counts: GroupCounts): string {
  return countWords.flatMap((word) => (counts[word] === 0 ? [] : [`${counts[word]} ${word}`])).join(", ");
}

/** The same, counted from its deployments. */
export function groupSummary(group: Pick<DeploymentGroup, "waves">): string {
  return countsText(countMembers(membersOf(group).map((member) => ({ state: member.state, skipped: isSkipped(member) }))));
}

/** `3 deployments to dev`, `2 removals of dev`. */
export function groupTitle(group: Pick<DeploymentGroup, "kind" | "waves">): string {
  const members = membersOf(group);
  return titleOf(group.kind, members.length, [...new Set(members.map(({ stage }) => stage))]);
}

/** The same of a group in a list. */
export function listedTitle({ kind, stages, counts }: Pick<DeploymentGroupSummary, "kind" | "stages" | "counts">): string {
  return titleOf(kind, Object.values(counts).reduce((sum, count) => sum + count, 0), stages);
}

function titleOf(kind: DeploymentGroup["kind"], count: number, stages: readonly string[]): string {
  const [noun, to] = kind === "remove" ? ["removal", "of"] : ["deployment", "to"];
  const counted = count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
  return stages.length === 0 ? counted : `${counted} ${to} ${stages.join(", ")}`;
}
