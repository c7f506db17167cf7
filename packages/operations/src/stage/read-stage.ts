import { endpointSchema, outputSchema, type DeploymentSummary } from "@windlass/contracts/deployment";
import { policyLevelSchema } from "@windlass/contracts/finding";
import { functionSummarySchema } from "@windlass/contracts/release";
import type { Stage } from "@windlass/contracts/stage";
import { stageSettingsSchema } from "@windlass/contracts/stage-settings";
import type { Database } from "@windlass/database/database";
import type { Prisma } from "@windlass/database/generated/client";
import { z } from "zod";
import { authorize, type OperationContext } from "../context.js";
import { summaryColumns, summaryTables, toSummary, type SummaryRow } from "../deployment/deployment-summary.js";
import { findPreviousNumber } from "../deployment/find-rollback-target.js";
import { readStageHold } from "../freeze/read-stage-hold.js";
import type { Keyring } from "../sealing.js";
import { stageNotFound, type StageAddress } from "./find-stage.js";
import { openParameters } from "./open-parameters.js";
import { readSwappedFunctions } from "./read-swapped-functions.js";
import { lastDeployments, toStageSummary } from "./stage-summary.js";

const fields = {
  include: {
    service: { select: { name: true } },
    account: { select: { name: true, kind: true } },
    currentRelease: { select: { number: true, functions: true } },
    parameters: { orderBy: { name: "asc" } },
    deployments: { where: { state: "awaiting_approval" }, select: { number: true } },
  },
} as const satisfies Prisma.StageDefaultArgs;
type Row = Prisma.StageGetPayload<typeof fields>;

/** A stage with all that its page shows. Values of secret parameters are not part of it. Throws `not_found`. */
export async function readStage(context: OperationContext, input: { stage: StageAddress; keyring: Keyring }): Promise<Stage> {
  authorize(context, "service:read");
  const row = await context.db.prisma.stage.findFirst({
    ...fields,
    where: { name: input.stage.stage, service: { name: input.stage.service } },
  });
  if (!row) throw stageNotFound(input.stage);
  const [last, current, hold, rollbackTarget, swapped] = await Promise.all([
    lastDeployments(context.db, [row.id]),
    currentDeployment(context.db, row.currentDeploymentId),
    readStageHold(context.db.pool, row.id),
    row.currentReleaseId === null ? null : findPreviousNumber(context.db, row.id),
    readSwappedFunctions(context.db, row.id),
  ]);
  return {
    ...toStageSummary(row, last.get(row.id)),
    stackName: row.stackName,
    currentDeployment: current,
    awaitingApproval: row.deployments[0]?.number ?? null,
    rollbackTarget,
    outputs: z.array(outputSchema).parse(row.outputs),
    endpoints: z.array(endpointSchema).parse(row.endpoints),
    functions: z.array(functionSummarySchema).parse(row.currentRelease?.functions ?? []),
    swappedFunctions: swapped.map(({ name, release, stackRelease, deployment }) => ({ name, release, stackRelease, deployment })),
    parameters: shownParameters(row, input.keyring),
    policyLevels: z.record(z.string(), policyLevelSchema).parse(row.policyLevels),
    settings: stageSettingsSchema.parse(row.settings),
    nextScheduledAt: row.scheduleNextAt?.toISOString() ?? null,
    hold,
  };
}

async function currentDeployment(db: Database, id: string | null): Promise<DeploymentSummary | null> {
  if (id === null) return null;
  const { rows } = await db.pool.query<SummaryRow>(`SELECT ${summaryColumns} FROM ${summaryTables} WHERE d.id = $1`, [id]);
  return rows[0] ? toSummary(rows[0]) : null;
}

function shownParameters(row: Row, keyring: Keyring): Stage["parameters"] {
  const open = openParameters(row.parameters.filter((parameter) => !parameter.secret), keyring);
  const values = new Map(open.map(({ name, value }) => [name, value]));
  return row.parameters.map(({ name, secret }) => ({ name, secret, value: values.get(name) ?? null }));
}
