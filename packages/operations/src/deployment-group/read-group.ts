import type { ActorType } from "@windlass/contracts/actor";
import type { Trigger } from "@windlass/contracts/deployment";
import type { DeploymentGroup, GroupMember, GroupState } from "@windlass/contracts/deployment-group";
import { isTerminal } from "@windlass/contracts/deployment-state";
import { WindlassError } from "@windlass/contracts/error";
import { authorize, type OperationContext } from "../context.js";
import { blockerColumns, blockerTable, toBlocker, type BlockerRow } from "../deployment/deployment-blocker.js";
import { summaryColumns, summaryTables, toSummary, type SummaryRow } from "../deployment/deployment-summary.js";

type GroupRow = {
  id: string;
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

/** What a push or a request deploys together, by waves, as it stands now. Throws `not_found`. */
export async function readGroup(context: OperationContext, id: string): Promise<DeploymentGroup> {
  authorize(context, "deployment:read");
  const { pool } = context.db;
  const [groups, members] = await Promise.all([
    pool.query<GroupRow>("SELECT id, trigger, actor_type, actor_id, actor_label, ref, delivery_id, left_out, created_at FROM deployment_groups WHERE id = $1", [id]),
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
  const state = stateOf(rows);
  const ends = rows.flatMap(({ finished_at: at }) => (at === null ? [] : [at.getTime()]));
  const finishedAt = state === "running" || ends.length === 0 ? null : Math.max(...ends);
  return {
    id: group.id,
    state,
    trigger: group.trigger,
    actor: { type: group.actor_type, id: group.actor_id, label: group.actor_label },
    ref: group.ref,
    deliveryId: group.delivery_id,
    waves: [...new Set(rows.map(({ wave }) => wave))].map((wave) => ({ wave, deployments: rows.filter((row) => row.wave === wave).map(toMember) })),
    leftOut: group.left_out,
    createdAt: group.created_at.toISOString(),
    finishedAt: finishedAt === null ? null : new Date(finishedAt).toISOString(),
    durationMs: finishedAt === null ? null : Math.max(0, finishedAt - group.created_at.getTime()),
  };
}

function toMember(row: MemberRow): GroupMember {
  return { ...toSummary(row), needs: row.needs, blocker: toBlocker(row) };
}

function stateOf(rows: readonly MemberRow[]): GroupState {
  if (rows.some(({ state }) => !isTerminal(state))) return "running";
  if (rows.every(({ state }) => state === "succeeded")) return "succeeded";
  return rows.every(({ state }) => state === "succeeded" || state === "superseded") ? "superseded" : "failed";
}
