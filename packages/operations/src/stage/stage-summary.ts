import { accountKindSchema } from "@windlass/contracts/account";
import type { DeploymentSummary } from "@windlass/contracts/deployment";
import type { StageSummary } from "@windlass/contracts/stage";
import type { Database } from "@windlass/database/database";
import type { Prisma } from "@windlass/database/generated/client";
import { summaryColumns, summaryTables, toSummary, type SummaryRow } from "../deployment/deployment-summary.js";
import { toStageStatus } from "./stage-status.js";

export const stageFields = {
  include: {
    service: { select: { name: true } },
    account: { select: { name: true, kind: true } },
    currentRelease: { select: { number: true } },
  },
} as const satisfies Prisma.StageDefaultArgs;
export type StageRow = Prisma.StageGetPayload<typeof stageFields>;

/** The last deployment of each stage, by the stage's id: one index look-up for each. */
export async function lastDeployments(db: Database, stageIds: readonly string[]): Promise<Map<string, DeploymentSummary>> {
  if (stageIds.length === 0) return new Map();
  const { rows } = await db.pool.query<SummaryRow>(
    `SELECT ${summaryColumns} FROM ${summaryTables}
     WHERE d.id IN (SELECT last.id FROM unnest($1::uuid[]) AS wanted (stage_id),
                    LATERAL (SELECT id FROM deployments WHERE deployments.stage_id = wanted.stage_id ORDER BY number DESC LIMIT 1) last)`,
    [stageIds],
  );
  return new Map(rows.map((row) => [row.stage_id, toSummary(row)]));
}

export function toStageSummary(row: StageRow, lastDeployment: DeploymentSummary | undefined): StageSummary {
  return {
    id: row.id,
    service: row.service.name,
    name: row.name,
    account: row.account.name,
    accountKind: accountKindSchema.parse(row.account.kind),
    region: row.region,
    branch: row.branch,
    autoDeploy: row.autoDeploy,
    status: toStageStatus(row.status),
    release: row.currentRelease?.number ?? null,
    lastDeployment: lastDeployment ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
