import type { DeploymentGroup, DeploymentGroupSummary, GroupMember } from "@windlass/contracts/deployment-group";
import { deploymentName } from "./deployment-text.js";
import { plainText } from "./plain-text.js";
import { formatFields, formatTable, tableOr } from "./table.js";
import { formatAge, formatDuration } from "./time.js";

/** How a deployment of a group is called: one that never began because of another is skipped, not cancelled. */
export function memberState({ state, error }: Pick<GroupMember, "state" | "error">): string {
  return error?.code === "dependency_failed" ? "skipped" : state;
}

/** A group as every command prints it with `--json`. */
export function groupJson({ id, kind, state, trigger, ref, deliveryId, waves, leftOut, createdAt, finishedAt, durationMs }: DeploymentGroup) {
  const memberJson = (member: GroupMember) => ({
    id: member.id,
    service: member.service,
    stage: member.stage,
    number: member.number,
    state: memberState(member),
    needs: member.needs,
    error: member.error === null ? null : { code: member.error.code, message: member.error.message, hint: member.error.hint },
    blocker: member.blocker,
    durationMs: member.durationMs,
  });
  return { id, kind, state, trigger, ref, deliveryId, waves: waves.map(({ wave, deployments }) => ({ wave, deployments: deployments.map(memberJson) })), leftOut, createdAt, finishedAt, durationMs };
}

/** A group for people: wave by wave, what became of each, and what it waits for or why it ended badly. */
export function groupText(group: DeploymentGroup): string {
  const head = formatFields({
    group: group.id,
    kind: group.kind,
    state: group.state,
    ref: group.ref === null ? undefined : plainText(group.ref),
    asked: formatAge(group.createdAt),
    duration: group.durationMs === null ? undefined : formatDuration(group.durationMs),
  });
  const rows = group.waves.flatMap(({ wave, deployments }) =>
    deployments.map((member) => [
      String(wave),
      deploymentName(member),
      memberState(member),
      member.durationMs === null ? "" : formatDuration(member.durationMs),
      plainText(member.error?.message ?? member.blocker?.message ?? ""),
    ]),
  );
  const leftOut = group.leftOut.map(({ service, reason }) => `${group.kind === "remove" ? "Not removed" : "Not deployed"}: ${service}. ${plainText(reason)}`);
  return [head, formatTable([["WAVE", "DEPLOYMENT", "STATE", "TOOK", "WHY"], ...rows]), ...(leftOut.length === 0 ? [] : [leftOut.join("\n")])].join("\n\n");
}

/** Groups for people. */
export function groupsTable(groups: readonly DeploymentGroupSummary[]): string {
  return tableOr(
    "No groups yet. One push to several services makes one, and so does: windlass deploy --all --stage STAGE",
    ["GROUP", "KIND", "STATE", "STAGE", "SERVICES", "ASKED", "TOOK"],
    groups.map(({ id, kind, state, stages, services, createdAt, durationMs }) => [
      id,
      kind,
      state,
      stages.join(", "),
      services.length > 3 ? `${services.slice(0, 3).join(", ")} and ${services.length - 3} more` : services.join(", "),
      formatAge(createdAt),
      durationMs === null ? "" : formatDuration(durationMs),
    ]),
  );
}
