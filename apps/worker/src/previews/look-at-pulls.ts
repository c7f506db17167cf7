import type { Forge, PullRequest } from "@windlass/contracts/forge";
import { WindlassError } from "@windlass/contracts/error";
import { systemContext } from "@windlass/operations/context";
import { claimPulls, notePullsOffered, type WatchedPulls } from "@windlass/operations/pulls/claim-pulls";
import { comparePulls, type MissedPull } from "@windlass/operations/pulls/compare-pulls";
import { recordPullDelivery } from "@windlass/operations/preview-environment/record-pull-delivery";
import { rememberPullRequest } from "@windlass/operations/preview-environment/remember-pull-request";
import { openForgeOf } from "../github/open-forge-of.js";
import type { WorkerServices } from "../services.js";

export type PullLookTimes = { everyMs: number; graceMs: number };

/** Compares the pull requests of every repository with previews that is due with what is known of them, and stores deliveries for what none told of. */
export async function lookAtPulls(services: WorkerServices, times: PullLookTimes): Promise<void> {
  const context = systemContext(services.db, services.owner);
  while (!services.shutdown.aborted) {
    const watched = await claimPulls(context, times);
    if (watched === null) return;
    try {
      await lookAt(services, watched, times.graceMs);
    } catch (error) {
      // A repository that cannot be asked must not keep the others from being looked at.
      if (!(error instanceof WindlassError)) throw error;
      services.logger.info({ err: error, repository: watched.id }, "the pull requests of a repository could not be looked at");
    }
  }
}

/** What was recorded and came to nothing, because GitHub was away, is recorded again after so long. */
const againMs = 10 * 60_000;
/** Settings that change twice within it are decided about once. */
const offerAgainMs = 1_000;

async function lookAt(services: WorkerServices, watched: WatchedPulls, graceMs: number): Promise<void> {
  const { db } = services;
  const { id, known, isFirst, isOffer } = watched;
  const repository = await openForgeOf(services, id);
  if (repository === null) {
    if (isOffer) await offer(services, watched, known);
    return;
  }
  const found = await listPulls(repository, known);
  const stored = new Set(known.map(({ number }) => number));
  const fresh = isFirst ? found.filter(({ number }) => !stored.has(number)) : [];
  for (const pull of fresh) await rememberPullRequest(db, { repositoryId: id, pull });
  for (const missed of comparePulls({ known: [...known, ...fresh], found, nowMs: Date.now(), graceMs })) await record(services, watched, missed);
  if (isOffer) await offer(services, watched, found);
}

/** Has all that are open decided about by the rules of now. Where that fails half-way, the next look does it again. */
async function offer(services: WorkerServices, watched: WatchedPulls, pulls: readonly PullRequest[]): Promise<void> {
  for (const pull of pulls) if (pull.state === "open") await record(services, watched, { pull, action: "edited" });
  await notePullsOffered(systemContext(services.db, services.owner), watched.id);
}

async function record({ db, logger }: WorkerServices, { id, url, fullName, isOffer }: WatchedPulls, { pull, action }: MissedPull): Promise<void> {
  // Of two things in one second, which is all that forges tell, each is recorded.
  const key = `${id}#${pull.number} ${action} ${pull.updatedAt} ${pull.head.sha} ${Math.floor(Date.now() / (isOffer ? offerAgainMs : againMs))}${isOffer ? " offered" : ""}`;
  const deliveryId = await recordPullDelivery(db.pool, { repository: { url, fullName }, pull, action, key });
  if (deliveryId !== null) logger.info({ deliveryId, pull: pull.number, action }, "found something of a pull request that no delivery told of");
}

/** All that are open, and what became of those that are known as open and are so no longer. */
async function listPulls({ forge, fullName }: { forge: Forge; fullName: string }, known: readonly PullRequest[]): Promise<PullRequest[]> {
  const open = await forge.listOpenPullRequests(fullName);
  const numbers = new Set(open.map(({ number }) => number));
  const ended: PullRequest[] = [];
  for (const { number, state } of known) if (state === "open" && !numbers.has(number)) ended.push(await forge.readPullRequest({ fullName, number }));
  return [...open, ...ended];
}
