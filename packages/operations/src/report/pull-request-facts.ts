import { idleCostOf } from "@windlass/cloudformation/idle-cost";
import { buildFileSchema, previewReasonSchema, previewStateSchema, type PreviewReason, type PreviewState } from "@windlass/contracts/preview";
import { reportSettingsSchema, type ReportSettings } from "@windlass/contracts/report";
import type { Database } from "@windlass/database/database";
import type { Prisma } from "@windlass/database/generated/client";
import { z } from "zod";
import { openStageMasker } from "../masking/stage-masker.js";
import type { Keyring } from "../sealing.js";
import { readDeploymentFacts, type DeploymentFacts } from "./deployment-facts.js";
import type { ReportRepository } from "./report-repository.js";

/** What became of a pull request in one service. */
export type PreviewFacts = {
  service: string;
  /** Whether it is shown by a plan of what it would change of a stage that is not its own. */
  isPlan: boolean;
  /** Null before it has a stage, and after that is forgotten. */
  stage: string | null;
  state: PreviewState;
  reason: PreviewReason;
  message: string;
  /** Files of a stranger that run while it is built, which somebody has to look at. */
  buildFiles: string[];
  isPinned: boolean;
  /** What its removal left in AWS. */
  leftovers: number;
  /** The last deployment of its stage, or the plan. */
  deployment: DeploymentFacts | null;
  /** While nobody uses it, in US dollars, by an estimate; null before anything runs. */
  costPerDay: number | null;
};

export type PullRequestFacts = { number: number; state: string; headSha: string; isFork: boolean; previews: PreviewFacts[] };

export type ReportedPullRequest = {
  facts: PullRequestFacts;
  repository: ReportRepository;
  settings: ReportSettings;
};

/** Reads what may be told at a pull request, masked as the secrets of each stage want it. Null when it is gone. */
export async function readPullRequestFacts(db: Database, input: { pullRequestId: string; keyring: Keyring }): Promise<ReportedPullRequest | null> {
  const row = await db.prisma.pullRequest.findUnique({
    where: { id: input.pullRequestId },
    include: { repository: true, previews: { include: reportedFields, orderBy: { service: { name: "asc" } } } },
  });
  if (!row) return null;
  const previews: PreviewFacts[] = [];
  for (const preview of row.previews) previews.push(await readPreviewFacts(db, preview, input.keyring));
  const { id, url, provider, fullName, reportSettings } = row.repository;
  const { number, state, headSha, isFork } = row;
  return { facts: { number, state, headSha, isFork, previews }, repository: { id, url, provider, fullName }, settings: reportSettingsSchema.parse(reportSettings) };
}

const reportedFields = {
  service: { select: { name: true } },
  stage: { select: { id: true, name: true, currentRelease: { select: { template: true } } } },
  plan: { select: { id: true, stage: { select: { id: true, name: true } }, release: { select: { template: true } } } },
} as const satisfies Prisma.PreviewInclude;
type Reported = Prisma.PreviewGetPayload<{ include: typeof reportedFields }>;

async function readPreviewFacts(db: Database, preview: Reported, keyring: Keyring): Promise<PreviewFacts> {
  const { plan } = preview;
  const stage = plan?.stage ?? preview.stage;
  const release = plan === null ? preview.stage?.currentRelease : plan.release;
  const facts: PreviewFacts = {
    service: preview.service.name,
    isPlan: plan !== null,
    stage: stage?.name ?? null,
    state: previewStateSchema.parse(preview.state),
    reason: previewReasonSchema.parse(preview.reason),
    message: preview.message,
    buildFiles: z.array(buildFileSchema).parse(preview.buildFiles).map(({ path }) => path),
    isPinned: preview.pinnedAt !== null,
    leftovers: z.array(z.unknown()).parse(preview.leftovers).length,
    deployment: await readShown(db, preview, keyring),
    costPerDay: costOf(release?.template ?? null),
  };
  const masker = stage === null ? null : await openStageMasker(db.pool, { stageId: stage.id, keys: keyring });
  return masker === null ? facts : masker.json(facts);
}

async function readShown(db: Database, { plan, stage }: Reported, keyring: Keyring): Promise<DeploymentFacts | null> {
  const where = { stageId: stage?.id ?? "", kind: { in: ["deploy", "rollback", "remove"] } };
  const last = plan ?? (stage === null ? null : await db.prisma.deployment.findFirst({ where, orderBy: { number: "desc" }, select: { id: true } }));
  return last === null ? null : ((await readDeploymentFacts(db, { deploymentId: last.id, keyring }))?.facts ?? null);
}

function costOf(template: string | null): number | null {
  return template === null ? null : idleCostOf(JSON.parse(template)).perDay;
}
