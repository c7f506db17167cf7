import { endpointSchema, type Endpoint } from "@windlass/contracts/deployment";
import { deploymentKindSchema, type DeploymentKind } from "@windlass/contracts/deployment-kind";
import { deploymentOptionsSchema } from "@windlass/contracts/deployment-options";
import { deploymentStateSchema, type DeploymentState } from "@windlass/contracts/deployment-state";
import { problemDetailSchema, type ProblemDetail } from "@windlass/contracts/error";
import type { Finding } from "@windlass/contracts/finding";
import { planSchema, type Plan } from "@windlass/contracts/plan";
import { reportSettingsSchema, type ReportSettings } from "@windlass/contracts/report";
import { stageSettingsSchema } from "@windlass/contracts/stage-settings";
import type { Database } from "@windlass/database/database";
import { z } from "zod";
import { findingsOf } from "../deployment/list-findings.js";
import { openStageMasker } from "../masking/stage-masker.js";
import type { Keyring } from "../sealing.js";
import type { ReportRepository } from "./report-repository.js";

/** What a forge may be told of a deployment, without secrets. */
export type DeploymentFacts = {
  id: string;
  number: number;
  kind: DeploymentKind;
  state: DeploymentState;
  sha: string | null;
  error: ProblemDetail | null;
  plan: Plan | null;
  endpoints: Endpoint[];
  durationMs: number | null;
  waitReason: string | null;
  supersededBy: number | null;
  /** Those that failed and count. */
  findings: Finding[];
  service: string;
  stage: string;
  /** The service's, from the repository's root. */
  rootDirectory: string;
  isProduction: boolean;
  /** The stage is a pull request's, and will be gone one day. */
  isTransient: boolean;
  /** What the stage runs came by it. */
  isCurrent: boolean;
  /** No later deployment brings the same commit to the stage. */
  isLastOfCommit: boolean;
  /** Somebody sent the code: the commit is only what it was made from. */
  isUpload: boolean;
};

export type ReportedDeployment = {
  facts: DeploymentFacts;
  repository: ReportRepository;
  settings: ReportSettings;
};

/** Reads what may be told, and masks it as the stage's secrets want it. Null when the deployment is gone. */
export async function readDeploymentFacts(db: Database, input: { deploymentId: string; keyring: Keyring }): Promise<ReportedDeployment | null> {
  const row = await db.prisma.deployment.findUnique({
    where: { id: input.deploymentId },
    include: { stage: { include: { service: { include: { repository: true } } } } },
  });
  if (!row) return null;
  const { stage } = row;
  const { service } = stage;
  const [standing, findings, masker] = await Promise.all([
    readStanding(db, row),
    row.releaseId === null ? [] : findingsOf(db, row.releaseId),
    openStageMasker(db.pool, { stageId: stage.id, keys: input.keyring }),
  ]);
  const facts: DeploymentFacts = {
    id: row.id,
    number: row.number,
    kind: deploymentKindSchema.parse(row.kind),
    state: deploymentStateSchema.parse(row.state),
    sha: row.commitSha,
    error: problemDetailSchema.nullable().parse(row.error),
    plan: planSchema.nullable().parse(row.plan),
    endpoints: z.array(endpointSchema).parse(row.endpoints),
    durationMs: row.startedAt && row.finishedAt ? row.finishedAt.getTime() - row.startedAt.getTime() : null,
    waitReason: row.waitReason,
    supersededBy: row.supersededBy,
    findings: findings.filter(({ outcome, level }) => outcome === "fail" && level !== "off"),
    service: service.name,
    stage: stage.name,
    rootDirectory: service.rootDirectory,
    isProduction: isProduction(stage),
    isTransient: stage.pullRequestId !== null,
    isUpload: deploymentOptionsSchema.parse(row.options).upload !== undefined,
    ...standing,
  };
  const { id, url, provider, fullName, reportSettings } = service.repository;
  return { facts: masker.json(facts), repository: { id, url, provider, fullName }, settings: reportSettingsSchema.parse(reportSettings) };
}

/** A stage whose deployments wait for people, or that is called so, is one of production unless its settings say otherwise. */
function isProduction(stage: { name: string; settings: unknown }): boolean {
  const { approval, forge } = stageSettingsSchema.parse(stage.settings);
  if (forge.production !== "auto") return forge.production === "yes";
  return approval.mode !== "never" || /^(prod|production|live)$/i.test(stage.name);
}

type Standing = Pick<DeploymentFacts, "isCurrent" | "isLastOfCommit">;

async function readStanding(db: Database, row: { id: string; stageId: string; commitSha: string | null; number: number }): Promise<Standing> {
  const { rows } = await db.pool.query<Standing>(standingSql, [row.id, row.stageId, row.commitSha, row.number]);
  return rows[0] ?? { isCurrent: false, isLastOfCommit: true };
}

const standingSql = `
  SELECT COALESCE((SELECT l.id = $1::uuid FROM deployments l
                   WHERE l.stage_id = $2 AND l.state = 'succeeded'
                     AND (l.kind IN ('deploy', 'rollback', 'remove') OR l.kind = 'repair' AND l.options -> 'repair' ->> 'action' = 'retry_deletion')
                   ORDER BY l.number DESC LIMIT 1), false) AS "isCurrent",
         NOT EXISTS (SELECT FROM deployments n WHERE n.stage_id = $2 AND n.commit_sha = $3 AND n.number > $4 AND n.kind = 'deploy') AS "isLastOfCommit"`;
