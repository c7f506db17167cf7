import type { StageDecisionReason } from "@windlass/contracts/delivery";
import type { Database } from "@windlass/database/database";
import type { Delivery } from "@windlass/database/generated/client";
import { webhookContext } from "../context.js";
import { findChangedFiles, type ChangesSource } from "./changed-files.js";
import { decidePush, summarize, type Decision, type PushDecision } from "./decide-delivery.js";
import { asksForPaths } from "./decide-stage.js";
import { deployInWaves } from "./deploy-in-waves.js";
import { branchOf, commitOf, type Push } from "./github-event.js";
import { rememberHead } from "../heads/remember-head.js";
import { readerOf, senderName } from "./providers/reader-of.js";
import { matchRepositories, type Matched } from "./match-repositories.js";

/** Deploys the stages that a push means, and says for each of the repository's stages why or why not. */
export async function processPush(db: Database, row: Delivery, changes: ChangesSource | undefined): Promise<Decision> {
  const parsed = readerOf(row.provider).push.safeParse(row.payload);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path.join(".") ?? "";
    return { reason: "payload_invalid", message: `The payload is not that of a push: ${field} is missing or wrong.`, outcomes: [] };
  }
  const push = parsed.data;
  const matched = await matchRepositories(db, { origin: push, provider: row.provider });
  await notePlace(db, row.id, { push, matched });
  const decision = await deployAll(db, row, { push, decision: await decideWithFiles(push, matched, changes) });
  await noteHead(db, { push, matched, decision });
  return decision;
}

async function deployAll(db: Database, row: Delivery, { push, decision }: { push: Push; decision: PushDecision }): Promise<PushDecision> {
  if (decision.reason !== "deployed") return decision;
  const context = webhookContext(db, { id: row.id, label: push.sender?.login ?? senderName(row.provider) });
  const pushed = { delivery: row, ref: branchOf(push) ?? push.ref, commit: commitOf(push), outcomes: decision.outcomes };
  return summarize(push, await deployInWaves(context, pushed));
}

/** What a push changes is asked for only where that decides whether a stage is deployed. */
async function decideWithFiles(push: Push, matched: Matched, changes: ChangesSource | undefined): Promise<PushDecision> {
  const unknown = decidePush(push, matched, null);
  const [repositoryId] = matched.repositoryIds;
  const isAsked = unknown.outcomes.some(({ reason, stage }) => reason === "deployed" && asksForPaths(stage, push));
  if (!isAsked || repositoryId === undefined) return unknown;
  const files = await findChangedFiles(push, repositoryId, changes);
  return files === null ? unknown : decidePush(push, matched, files);
}

const unfollowed: readonly StageDecisionReason[] = ["no_matching_branch", "no_matching_tag", "auto_deploy_off", "outdated"];

/** Where a ref that a stage deploys is now: what is found there by looking was told of. */
async function noteHead(db: Database, { push, matched, decision }: { push: Push; matched: Matched; decision: PushDecision }): Promise<void> {
  const sha = push.deleted ? null : (commitOf(push)?.sha ?? null);
  const isFollowed = push.deleted || (sha !== null && decision.outcomes.some(({ reason }) => !unfollowed.includes(reason)));
  if (isFollowed) for (const repositoryId of matched.repositoryIds) await rememberHead(db, { repositoryId, ref: push.ref, sha });
}

/** Where the push stands in the history of its ref: kept before anything is deployed, for those that arrive meanwhile. */
async function notePlace(db: Database, id: string, { push, matched }: { push: Push; matched: Matched }): Promise<void> {
  const { before, after, repository } = push;
  await db.prisma.delivery.update({
    where: { id },
    data: {
      repositoryId: matched.repositoryIds[0] ?? null,
      beforeSha: before ?? null,
      afterSha: push.deleted ? "0".repeat(40) : (after ?? null),
      restarts: push.created || push.forced,
      pushedAt: repository.pushed_at === undefined ? null : new Date(repository.pushed_at * 1_000),
    },
  });
}
