import type { DeploymentGroupSummary } from "@windlass/contracts/deployment-group";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import { countMembers } from "@windlass/contracts/group-counts";
import { idSchema } from "@windlass/contracts/name";
import type { Page, PageQuery } from "@windlass/contracts/page";
import { authorize, type OperationContext } from "../context.js";
import { decodeCursor, toPage } from "../cursor.js";
import { groupColumns, toGroupFields, type GroupRow } from "./read-group.js";

type MemberRow = { group_id: string; service: string; stage: string; state: DeploymentState; skipped: boolean; finished_at: Date | null };

/** What pushes and requests deploy or remove together, newest first. */
export async function listGroups(context: OperationContext, { cursor, limit }: PageQuery): Promise<Page<DeploymentGroupSummary>> {
  authorize(context, "deployment:read");
  const { pool } = context.db;
  const before = decodeCursor(cursor, idSchema);
  const { rows } = await pool.query<GroupRow>(
    `SELECT ${groupColumns} FROM deployment_groups g
     WHERE ($1::uuid IS NULL OR g.id < $1) AND EXISTS (SELECT 1 FROM deployments d WHERE d.group_id = g.id) ORDER BY g.id DESC LIMIT $2`,
    [before, limit + 1],
  );
  const members = await pool.query<MemberRow>(membersSql, [rows.map(({ id }) => id)]);
  const item = (group: GroupRow) => toListed(group, members.rows.filter(({ group_id: of }) => of === group.id));
  return toPage(rows, limit, { item, key: ({ id }) => id });
}

const membersSql = `
  SELECT d.group_id, v.name AS service, s.name AS stage, d.state, d.finished_at, COALESCE(d.error ->> 'code' = 'dependency_failed', false) AS skipped
  FROM deployments d JOIN stages s ON s.id = d.stage_id JOIN services v ON v.id = s.service_id
  WHERE d.group_id = ANY ($1::uuid[]) ORDER BY d.wave, v.name, s.name`;

function toListed(group: GroupRow, members: readonly MemberRow[]): DeploymentGroupSummary {
  return {
    ...toGroupFields(group, members),
    stages: [...new Set(members.map(({ stage }) => stage))],
    services: [...new Set(members.map(({ service }) => service))],
    counts: countMembers(members),
  };
}
