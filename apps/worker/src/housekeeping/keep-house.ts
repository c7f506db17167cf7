import { deleteObjects } from "@windlass/aws/artifacts/delete-objects";
import type { ProblemDetail } from "@windlass/contracts/error";
import { forgetPayloads } from "@windlass/operations/delivery/forget-payloads";
import { findFrameless, keepFrames } from "@windlass/operations/deployment-run/keep-frames";
import { isDatabaseAway } from "@windlass/operations/deployment-run/is-database-away";
import { readHousekeepingSettings } from "@windlass/operations/housekeeping/housekeeping-settings";
import {
  asOnlyHousekeeper,
  findBucketsToSweep,
  isHousekeepingDue,
  markCollected,
  saveHousekeepingRun,
  sweepBucket,
  type BucketToSweep,
} from "@windlass/operations/housekeeping/run-housekeeping";
import type { BucketObject } from "@windlass/operations/housekeeping/stored-releases";
import { sealReleases } from "@windlass/operations/release/seal-releases";
import { problemOf } from "../deployment/problem-of.js";
import { deleteUploads } from "../upload/delete-uploads.js";
import type { WorkerServices } from "../services.js";

/** Takes artifacts that nobody needs any more out of their buckets, and old payloads of deliveries, and keeps frames of long logs that have none, once an hour and when somebody asks, in one worker at a time. */
export async function keepHouse(services: WorkerServices): Promise<void> {
  const { db } = services;
  if (!(await isHousekeepingDue(db))) return;
  await asOnlyHousekeeper(db, async () => {
    // Another worker may have been first.
    if (await isHousekeepingDue(db)) await run(services);
  });
}

async function run(services: WorkerServices): Promise<void> {
  const { db, keyring, logger } = services;
  const startedAt = new Date().toISOString();
  const sealed = await sealReleases(db, keyring);
  if (sealed > 0) logger.info({ sealed }, "templates that held secrets in the clear are sealed");
  const payloads = await forgetPayloads(db, (await readHousekeepingSettings(db)).keepPayloadDays);
  if (payloads > 0) logger.info({ payloads }, "payloads of old deliveries are deleted");
  for (const deploymentId of await findFrameless(db)) await keepFrames(db, deploymentId, services.shutdown);
  const uploads = await deleteUploads(services);
  if (uploads > 0) logger.info({ uploads }, "uploads that nobody deploys any more are deleted");
  const releases = await markCollected(db);
  const deleted: BucketObject[] = [];
  let error: ProblemDetail | null = null;
  for (const place of await findBucketsToSweep(db, keyring)) {
    try {
      deleted.push(...(await sweep(services, place)));
    } catch (failure) {
      if (isDatabaseAway(failure) || services.shutdown.aborted) throw failure;
      logger.warn({ err: failure, bucket: place.bucket }, "housekeeping could not clean a bucket");
      error ??= problemOf(failure, services.logMasker);
    }
  }
  const sizeBytes = deleted.reduce((sum, object) => sum + object.sizeBytes, 0);
  if (releases > 0 || deleted.length > 0) logger.info({ releases, objects: deleted.length, sizeBytes }, "housekeeping took artifacts away");
  await saveHousekeepingRun(db, { startedAt, finishedAt: new Date().toISOString(), releases, objects: deleted.length, sizeBytes, error });
}

function sweep({ db, sessions, shutdown }: WorkerServices, { bucket, region, access }: BucketToSweep): Promise<BucketObject[]> {
  const aws = sessions.session(access, region);
  return sweepBucket(db, bucket, (keys) => deleteObjects(aws, { bucket, keys, signal: shutdown }));
}
