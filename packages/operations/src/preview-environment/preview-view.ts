import { idleCostOf } from "@windlass/cloudformation/idle-cost";
import { endpointSchema } from "@windlass/contracts/deployment";
import { deploymentKindSchema } from "@windlass/contracts/deployment-kind";
import { deploymentStateSchema } from "@windlass/contracts/deployment-state";
import { forgePullStates } from "@windlass/contracts/forge";
import { buildFileSchema, previewReasonSchema, previewSettingsSchema, previewStateSchema, type IdleCost, type Preview } from "@windlass/contracts/preview";
import { leftoverSchema } from "@windlass/contracts/removal";
import type { Prisma } from "@windlass/database/generated/client";
import { z } from "zod";
import { providerOf } from "../repository/repository-view.js";

export const previewFields = {
  include: {
    service: { select: { name: true, previews: true } },
    pullRequest: { include: { repository: { select: { provider: true } } } },
    plan: { select: { id: true, number: true, kind: true, state: true, stage: { select: { name: true } }, release: { select: { template: true } } } },
    stage: {
      select: {
        name: true,
        endpoints: true,
        currentRelease: { select: { template: true } },
        deployments: { select: { id: true, number: true, kind: true, state: true, createdAt: true }, orderBy: { number: "desc" }, take: 1 },
      },
    },
  },
} as const satisfies Prisma.PreviewDefaultArgs;
export type PreviewRow = Prisma.PreviewGetPayload<typeof previewFields>;

export function toPreview(row: PreviewRow): Preview {
  const state = previewStateSchema.parse(row.state);
  const lastUsedAt = lastUseOf(row);
  return {
    id: row.id,
    service: row.service.name,
    gives: giftOf(row),
    stage: row.plan?.stage.name ?? row.stage?.name ?? null,
    pullRequest: toPullRequest(row.pullRequest),
    state,
    reason: previewReasonSchema.parse(row.reason),
    message: row.message,
    sha: row.sha,
    asked: row.asked,
    buildFiles: z.array(buildFileSchema).parse(row.buildFiles),
    approval: row.approvedSha === null || row.approvedAt === null ? null : { sha: row.approvedSha, by: row.approvedBy ?? "", at: row.approvedAt.toISOString() },
    deployment: toDeployment(row),
    url: urlOf(row),
    createdAt: row.createdAt.toISOString(),
    lastUsedAt: lastUsedAt.toISOString(),
    expiresAt: state === "removing" || state === "removed" ? null : expiryOf(row, lastUsedAt),
    pinned: row.pinnedAt === null ? null : { by: row.pinnedBy ?? "", at: row.pinnedAt.toISOString() },
    cost: costOf(row),
    removal: { attempts: row.attempts, nextAttemptAt: row.nextAttemptAt?.toISOString() ?? null, leftovers: z.array(leftoverSchema).parse(row.leftovers) },
    removedAt: row.removedAt?.toISOString() ?? null,
  };
}

function toPullRequest(row: PreviewRow["pullRequest"]): Preview["pullRequest"] {
  const { number, title, url, isDraft, isFork, authorLogin, headRef, headRepository, baseRef } = row;
  return { host: providerOf(row.repository.provider), number, title, url, state: z.enum(forgePullStates).parse(row.state), isDraft, isFork, labels: z.array(z.string()).parse(row.labels), author: authorLogin, headRef, headRepository, baseRef };
}

/** What it has, or is to have where it has nothing yet. */
function giftOf({ plan, stage, service }: PreviewRow): Preview["gives"] {
  if (plan !== null) return "plan";
  return stage === null ? previewSettingsSchema.parse(service.previews).gives : "environment";
}

function toDeployment({ plan, stage }: PreviewRow): Preview["deployment"] {
  const last = plan ?? stage?.deployments[0];
  return last === undefined ? null : { id: last.id, number: last.number, kind: deploymentKindSchema.parse(last.kind), state: deploymentStateSchema.parse(last.state) };
}

/** A deployment by hand is a use as well. */
function lastUseOf({ lastUsedAt, stage }: PreviewRow): Date {
  const last = stage?.deployments[0]?.createdAt;
  return last !== undefined && last > lastUsedAt ? last : lastUsedAt;
}

/** A plan takes no room, and stays until its pull request ends. */
function expiryOf({ service, pinnedAt, plan }: PreviewRow, lastUsedAt: Date): string | null {
  if (pinnedAt !== null || plan !== null) return null;
  return new Date(lastUsedAt.getTime() + previewSettingsSchema.parse(service.previews).ttlHours * 3_600_000).toISOString();
}

function urlOf({ plan, stage }: PreviewRow): string | null {
  if (plan !== null) return null;
  return z.array(endpointSchema).parse(stage?.endpoints ?? [])[0]?.url ?? null;
}

function costOf({ plan, stage }: PreviewRow): IdleCost | null {
  const release = plan === null ? stage?.currentRelease : plan.release;
  return release ? idleCostOf(JSON.parse(release.template)) : null;
}
