import { functionSummarySchema, type FunctionSummary } from "@windlass/contracts/release";
import { metricRanges, type MetricRange, type StageMetrics } from "@windlass/contracts/metric";
import { z } from "zod";
import { accountAccess, type AccountAccess } from "../account/account-access.js";
import { authorize, type OperationContext } from "../context.js";
import type { Keyring } from "../sealing.js";
import { findStage, type StageAddress } from "./find-stage.js";

/** What is needed to read a stage's metrics from AWS, and the deployments that mark its charts. */
export type StageMetricsSource = {
  access: AccountAccess;
  region: string;
  /** Null when the stage runs nothing. */
  stackName: string | null;
  functions: FunctionSummary[];
  markers: StageMetrics["markers"];
};

export type MetricsRequest = { stage: StageAddress; range: MetricRange; keyring: Keyring };

/** Opens a stage's account for reading metrics; the credentials are for the call and never for an answer. Throws `not_found`, `credentials_refused`. */
export async function openStageMetrics(context: OperationContext, request: MetricsRequest): Promise<StageMetricsSource> {
  authorize(context, "metric:read");
  const { prisma } = context.db;
  const stage = await findStage(prisma, request.stage);
  const release = stage.currentReleaseId === null ? null : await prisma.release.findUnique({ where: { id: stage.currentReleaseId }, select: { functions: true } });
  const since = new Date(Date.now() - metricRanges[request.range].seconds * 1_000);
  const finished = await prisma.deployment.findMany({
    where: { stageId: stage.id, finishedAt: { gte: since } },
    select: { number: true, kind: true, state: true, finishedAt: true },
    orderBy: { number: "asc" },
  });
  return {
    access: accountAccess(stage.account, request.keyring),
    region: stage.region,
    stackName: release === null ? null : stage.stackName,
    functions: z.array(functionSummarySchema).parse(release?.functions ?? []),
    markers: finished.flatMap(({ finishedAt, ...marker }) => (finishedAt === null ? [] : [{ ...marker, at: finishedAt.toISOString() }])),
  };
}
