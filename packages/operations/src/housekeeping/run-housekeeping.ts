import type { HousekeepingRun } from "@windlass/contracts/housekeeping";
import type { Database } from "@windlass/database/database";
import { accountAccess, type AccountAccess } from "../account/account-access.js";
import type { Executor } from "../deployment-run/fence.js";
import { inSqlTransaction } from "../in-transaction.js";
import type { Keyring } from "../sealing.js";
import { decideCollection } from "./decide-collection.js";
import { readHousekeepingSettings, writeHousekeepingSetting } from "./housekeeping-settings.js";
import { readHousedReleases, unsharedObjects, type BucketObject, type HousedRelease } from "./stored-releases.js";

const runLock = "hashtextextended('windlass/housekeeping', 0)";
const bucketLock = "hashtextextended('windlass/housekeeping/' || $1::text, 0)";
const betweenRunsMs = 3_600_000;

/** Whether it is time for a run: an hour after the last one, or because somebody asked. */
export async function isHousekeepingDue(db: Database): Promise<boolean> {
  const { lastRun, requestedAt } = await readHousekeepingSettings(db);
  return requestedAt !== null || lastRun === null || Date.now() - Date.parse(lastRun.finishedAt) > betweenRunsMs;
}

/** Does `work` if no other worker keeps house; returns whether it did. */
export async function asOnlyHousekeeper(db: Database, work: () => Promise<void>): Promise<boolean> {
  const client = await db.pool.connect();
  try {
    const { rows } = await client.query<{ mine: boolean }>(`SELECT pg_try_advisory_lock(${runLock}) AS mine`);
    if (rows[0]?.mine !== true) return false;
    try {
      await work();
      return true;
    } finally {
      await client.query(`SELECT pg_advisory_unlock(${runLock})`);
    }
  } finally {
    client.release();
  }
}

/**
 * Marks the releases that nobody needs any more, before anything of them is deleted: from then on no roll-back to them is
 * taken. Holds the stages' rows, so that no deployment is asked for meanwhile. Returns how many it marked.
 */
export async function markCollected(db: Database): Promise<number> {
  const { keepReleases } = await readHousekeepingSettings(db);
  return inSqlTransaction(db, async (client) => {
    await client.query("SELECT 1 FROM stages ORDER BY id FOR UPDATE");
    const live = (await readHousedReleases(client)).filter(({ collected }) => !collected);
    const chosen = decideCollection(live, { keep: keepReleases, now: new Date() });
    await client.query("UPDATE releases SET collected_at = now() WHERE id = ANY ($1::uuid[]) AND collected_at IS NULL", [[...chosen]]);
    return chosen.size;
  });
}

/** A bucket with objects of collected releases in it, and how to reach it. */
export type BucketToSweep = { bucket: string; region: string; access: AccountAccess };

/** The buckets from which something is to be deleted. A crash between marking and deleting leaves them for the next run. */
export async function findBucketsToSweep(db: Database, keyring: Keyring): Promise<BucketToSweep[]> {
  const releases = (await readHousedReleases(db.pool)).filter(({ collected }) => collected);
  const byBucket = new Map<string, HousedRelease>();
  for (const release of releases) for (const { bucket } of release.objects) byBucket.set(bucket, release);
  const found: BucketToSweep[] = [];
  for (const [bucket, { accountId, region }] of byBucket) {
    const account = await db.prisma.awsAccount.findUnique({ where: { id: accountId } });
    if (account) found.push({ bucket, region, access: accountAccess(account, keyring) });
  }
  return found;
}

/**
 * Deletes from one bucket what only collected releases have. What is needed is read again under the bucket's lock, which a
 * deployment that looks for its artifacts waits for: it either finds an object and is seen here, or uploads it anew.
 */
export async function sweepBucket(db: Database, bucket: string, remove: (keys: readonly string[]) => Promise<void>): Promise<BucketObject[]> {
  return inSqlTransaction(db, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(${bucketLock})`, [bucket]);
    const releases = await readHousedReleases(client);
    const collected = new Set(releases.filter((release) => release.collected).map(({ id }) => id));
    const objects = unsharedObjects(releases, collected).filter((object) => object.bucket === bucket);
    if (objects.length > 0) await remove(objects.map(({ key }) => key));
    const swept = releases.filter((release) => release.collected && release.objects.every((object) => object.bucket === bucket)).map(({ id }) => id);
    await client.query("UPDATE releases SET swept_at = now() WHERE id = ANY ($1::uuid[])", [swept]);
    return objects;
  });
}

/** Waits until nothing is deleted from the bucket: called after a release is stored and before its objects are looked for. */
export async function waitForSweep(db: Executor, bucket: string): Promise<void> {
  await db.query(`SELECT pg_advisory_xact_lock_shared(${bucketLock})`, [bucket]);
}

/** Keeps what a run did. */
export async function saveHousekeepingRun(db: Database, run: HousekeepingRun): Promise<void> {
  await writeHousekeepingSetting(db.prisma, "lastRun", run);
}
