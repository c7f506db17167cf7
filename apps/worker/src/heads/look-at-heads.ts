import { WindlassError } from "@windlass/contracts/error";
import type { Commit } from "@windlass/contracts/release";
import { systemContext } from "@windlass/operations/context";
import { claimRepositories, type ClaimedRepository, type LookTimes, type WatchedRepository } from "@windlass/operations/heads/claim-repositories";
import { noteHeads } from "@windlass/operations/heads/note-heads";
import { recordMissedPush } from "@windlass/operations/heads/record-missed-push";
import { fetchCommit } from "../git/fetch-commit.js";
import { listHeads } from "../git/list-heads.js";
import { readCommit } from "../git/read-commit.js";
import { withRepositoryGit, type RepositoryGit } from "../git/with-repository-git.js";
import type { WorkerServices } from "../services.js";

const timeoutMs = 60_000;

/** Looks at the refs of every repository that is due, and stores the pushes that no delivery told of. */
export async function lookAtHeads(services: WorkerServices, times: LookTimes): Promise<void> {
  const context = systemContext(services.db, services.owner);
  const claim = async (): Promise<ClaimedRepository[]> => (services.shutdown.aborted ? [] : claimRepositories(context, { ...times, keyring: services.keyring }));
  for (let due = await claim(); due.length > 0; due = await claim()) {
    for (const claimed of due) await lookAtOne(services, { claimed, graceMs: times.graceMs });
  }
}

/** A repository that cannot be read must not keep the others from being looked at; deploying it says why. */
async function lookAtOne(services: WorkerServices, { claimed, graceMs }: { claimed: ClaimedRepository; graceMs: number }): Promise<void> {
  if (services.shutdown.aborted) return;
  try {
    const repository = claimed.open();
    await withRepositoryGit(services, { repository, timeoutMs }, (opened) => lookAt(services, { repository, opened, graceMs }));
  } catch (error) {
    const level = error instanceof WindlassError || services.shutdown.aborted ? "info" : "error";
    services.logger[level]({ err: error, repository: claimed.id }, "the branches of a repository could not be looked at");
  }
}

type Look = { repository: WatchedRepository; opened: RepositoryGit; graceMs: number };

async function lookAt({ db, owner, logger }: WorkerServices, { repository, opened, graceMs }: Look): Promise<void> {
  const context = systemContext(db, owner);
  const { id, url, watched } = repository;
  const heads = await listHeads(opened.git, { url, watched });
  for (const missed of await noteHeads(context, { repositoryId: id, watched, heads, graceMs })) {
    const commit = await describe(opened, url, missed.to);
    const deliveryId = await recordMissedPush(context, { repository, ...missed, commit });
    if (deliveryId !== null) logger.info({ deliveryId, ref: missed.ref, sha: missed.to }, "found a push that no delivery told of");
  }
}

/** The commit with its whole message, in which markers may stand. */
async function describe({ git, mirror }: RepositoryGit, url: string, sha: string): Promise<Commit> {
  await fetchCommit({ git, mirror, url, resolved: { sha, remoteRef: null }, keepAs: `refs/windlass/pushed/${sha}` });
  const message = await git.run(["--git-dir", mirror, "show", "--no-patch", "--no-show-signature", "--format=%B", sha, "--"]);
  return { ...(await readCommit({ git, mirror, sha })), ...(message.ok ? { message: message.stdout.trim() } : {}) };
}
