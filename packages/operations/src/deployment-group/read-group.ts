import type { ActorType } from "@windlass/contracts/actor";
import type { Trigger } from "@windlass/contracts/deployment";
import type { DeploymentGroup, GroupKind, GroupMember, GroupState } from "@windlass/contracts/deployment-group";
import { isTerminal, type DeploymentState } from "@windlass/contracts/deployment-state";
import { WindlassError } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import { blockerColumns, blockerTable, toBlocker, type BlockerRow } from "../deployment/deployment-blocker.js";
import { summaryColumns, summaryTables, toSummary, type SummaryRow } from "../deployment/deployment-summary.js";

export type GroupRow = {
  id: string;
  kind: GroupKind;
  trigger: Trigger;
  actor_type: ActorType;
  actor_id: string;
  actor_label: string;
  ref: string | null;
  delivery_id: string | null;
  left_out: DeploymentGroup["leftOut"];
  created_at: Date;
};
type MemberRow = SummaryRow & BlockerRow & { wave: number; needs: string[] };

export const groupColumns = "g.id, g.kind, g.trigger, g.actor_type, g.actor_id, g.actor_label, g.ref, g.delivery_id, g.left_out, g.created_at";

/** What a push or a request deploys together, by waves, as it stands now. Throws `not_found`. */
export async function readGroup(context: OperationContext, id: string): Promise<DeploymentGroup> {
  authorize(context, "deployment:read");
  const { pool } = context.db;
  const [groups, members] = await Promise.all([
    pool.query<GroupRow>(`SELECT ${groupColumns} FROM deployment_groups g WHERE id = $1`, [id]),
    pool.query<MemberRow>(membersSql, [id]),
  ]);
  const group = groups.rows[0];
  if (!group) throw new WindlassError("not_found", `There is no group of deployments with the id ${id}.`);
  return toGroup(group, members.rows);
}

const membersSql = `
  SELECT ${summaryColumns}, ${blockerColumns}, COALESCE(d.wave, 1) AS wave,
         ARRAY(SELECT n.needs_id FROM deployment_needs n WHERE n.deployment_id = d.id ORDER BY 1) AS needs
  FROM ${summaryTables} LEFT JOIN ${blockerTable}
  WHERE d.group_id = $1 ORDER BY d.wave, v.name, s.name`;

function toGroup(group: GroupRow, rows: readonly MemberRow[]): DeploymentGroup {
  return {
    ...toGroupFields(group, rows),
    waves: [...new Set(rows.map(({ wave }) => wave))].map((wave) => ({ wave, deployments: rows.filter((row) => row.wave === wave).map(toMember) })),
  };
}

/** What is said of a group however much of its deployments is shown. */
export function toGroupFields(group: GroupRow, members: readonly { state: DeploymentState; finished_at: Date | null }[]): Omit<DeploymentGroup, "waves"> {
  const state = stateOf(members);
  const ends = members.flatMap(({ finished_at: at }) => (at === null ? [] : [at.getTime()]));
  const finishedAt = state === "running" || ends.length === 0 ? null : Math.max(...ends);
  return {
    id: group.id,
    kind: group.kind,
    state,
    trigger: group.trigger,
    actor: { type: group.actor_type, id: group.actor_id, label: group.actor_label },
    ref: group.ref,
    deliveryId: group.delivery_id,
    leftOut: group.left_out,
    createdAt: group.created_at.toISOString(),
    finishedAt: finishedAt === null ? null : new Date(finishedAt).toISOString(),
    durationMs: finishedAt === null ? null : Math.max(0, finishedAt - group.created_at.getTime()),
  };
}

function toMember(row: MemberRow): GroupMember {
  return { ...toSummary(row), needs: row.needs, blocker: toBlocker(row) };
}

function stateOf(rows: readonly { state: DeploymentState }[]): GroupState {
  if (rows.some(({ state }) => !isTerminal(state))) return "running";
  if (rows.every(({ state }) => state === "succeeded")) return "succeeded";
  return rows.every(({ state }) => state === "succeeded" || state === "superseded") ? "superseded" : "failed";
}
