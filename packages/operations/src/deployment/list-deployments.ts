import type { DeploymentSummary } from "@windlass/contracts/deployment";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import type { Page, PageQuery } from "@windlass/contracts/page";
import { idSchema } from "@windlass/contracts/name";
import { z } from "zod";
import { authorize, type OperationContext } from "../context.js";
import { decodeCursor, toPage } from "../cursor.js";
import { findStage, type StageAddress } from "../stage/find-stage.js";
import { summaryColumns, summaryTables, toSummary, type SummaryRow } from "./deployment-summary.js";

/** A stage's deployments, newest first. Throws `not_found` for the stage. */
export async function listStageDeployments(
  context: OperationContext,
  input: PageQuery & { stage: StageAddress },
): Promise<Page<DeploymentSummary>> {
  authorize(context, "deployment:read");
  const stage = await findStage(context.db.prisma, input.stage);
  const before = decodeCursor(input.cursor, z.coerce.number().int().positive());
  const { rows } = await context.db.pool.query<SummaryRow>(
    `SELECT ${summaryColumns} FROM ${summaryTables}
     WHERE d.stage_id = $1 AND ($2::int IS NULL OR d.number < $2) ORDER BY d.number DESC LIMIT $3`,
    [stage.id, before, input.limit + 1],
  );
  return toPage(rows, input.limit, { item: toSummary, key: (row) => row.number });
}

export type DeploymentFilter = { service?: string | undefined; stage?: string | undefined; state?: DeploymentState | undefined };

/** Deployments of all stages, newest first. */
export async function listDeployments(context: OperationContext, input: PageQuery & DeploymentFilter): Promise<Page<DeploymentSummary>> {
  authorize(context, "deployment:read");
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const before = decodeCursor(input.cursor, idSchema);
  const conditions = [
    ...(before === null ? [] : [`d.id < ${bind(before)}`]),
    ...(input.state === undefined ? [] : [`d.state = ${bind(input.state)}`]),
    ...(input.service === undefined ? [] : [`v.name = ${bind(input.service)}`]),
    ...(input.stage === undefined ? [] : [`s.name = ${bind(input.stage)}`]),
  ];
  const where = conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`;
  const { rows } = await context.db.pool.query<SummaryRow>(
    `SELECT ${summaryColumns} FROM ${summaryTables} ${where} ORDER BY d.id DESC LIMIT ${bind(input.limit + 1)}`,
    values,
  );
  return toPage(rows, input.limit, { item: toSummary, key: (row) => row.id });
}
