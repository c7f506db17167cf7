import { idleCostOf } from "@windlass/cloudformation/idle-cost";
import { buildFileSchema, previewReasonSchema, previewStateSchema, type PreviewReason, type PreviewState } from "@windlass/contracts/preview";
import { reportSettingsSchema, type ReportSettings } from "@windlass/contracts/report";
import type { Database } from "@windlass/database/database";
import { z } from "zod";
import { openStageMasker } from "../masking/stage-masker.js";
import type { Keyring } from "../sealing.js";
import { readDeploymentFacts, type DeploymentFacts } from "./deployment-facts.js";

/** What became of a pull request in one service. */
export type PreviewFacts = {
  service: string;
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
  /** The last deployment of its stage. */
  deployment: DeploymentFacts | null;
  /** While nobody uses it, in US dollars, by an estimate; null before anything runs. */
  costPerDay: number | null;
};

export type PullRequestFacts = { number: number; state: string; headSha: string; isFork: boolean; previews: PreviewFacts[] };

export type ReportedPullRequest = {
  facts: PullRequestFacts;
  repository: { id: string; url: string; fullName: string | null };
  settings: ReportSettings;
};

/** Reads what may be told at a pull request, masked as the secrets of each stage want it. Null when it is gone. */
export async function readPullRequestFacts(db: Database, input: { pullRequestId: string; keyring: Keyring }): Promise<ReportedPullRequest | null> {
  const row = await db.prisma.pullRequest.findUnique({
    where: { id: input.pullRequestId },
    include: { repository: true, previews: { include: { service: { select: { name: true } }, stage: { select: { id: true, name: true, currentRelease: { select: { template: true } } } } }, orderBy: { service: { name: "asc" } } } },
  });
  if (!row) return null;
  const previews: PreviewFacts[] = [];
  for (const preview of row.previews) {
    const { stage } = preview;
    const facts: PreviewFacts = {
      service: preview.service.name,
      stage: stage?.name ?? null,
      state: previewStateSchema.parse(preview.state),
      reason: previewReasonSchema.parse(preview.reason),
      message: preview.message,
      buildFiles: z.array(buildFileSchema).parse(preview.buildFiles).map(({ path }) => path),
      isPinned: preview.pinnedAt !== null,
      leftovers: z.array(z.unknown()).parse(preview.leftovers).length,
      deployment: stage === null ? null : await readLast(db, { stageId: stage.id, keyring: input.keyring }),
      costPerDay: costOf(stage?.currentRelease?.template ?? null),
    };
    const masker = stage === null ? null : await openStageMasker(db.pool, { stageId: stage.id, keys: input.keyring });
    previews.push(masker === null ? facts : masker.json(facts));
  }
  const { id, url, fullName, reportSettings } = row.repository;
  const { number, state, headSha, isFork } = row;
  return { facts: { number, state, headSha, isFork, previews }, repository: { id, url, fullName }, settings: reportSettingsSchema.parse(reportSettings) };
}

async function readLast(db: Database, { stageId, keyring }: { stageId: string; keyring: Keyring }): Promise<DeploymentFacts | null> {
  const last = await db.prisma.deployment.findFirst({ where: { stageId, kind: { in: ["deploy", "rollback", "remove"] } }, orderBy: { number: "desc" }, select: { id: true } });
  return last === null ? null : ((await readDeploymentFacts(db, { deploymentId: last.id, keyring }))?.facts ?? null);
}

function costOf(template: string | null): number | null {
  return template === null ? null : idleCostOf(JSON.parse(template)).perDay;
}
