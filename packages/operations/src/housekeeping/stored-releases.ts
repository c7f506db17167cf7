import { artifactSchema } from "@windlass/contracts/release";
import { z } from "zod";
import type { Executor } from "../deployment-run/fence.js";
import { templateObjectKey } from "../release/template-object-key.js";
import type { KeptOrNot } from "./decide-collection.js";

/** A release with its places in buckets. */
export type HousedRelease = KeptOrNot & {
  service: string;
  stage: string;
  accountId: string;
  region: string;
  collected: boolean;
  objects: { bucket: string; key: string; sizeBytes: number }[];
};

type Row = {
  id: string; stage_id: string; number: number; created_at: Date; shipped: boolean; pinned: boolean; current: boolean; needed: boolean;
  service: string; stage: string; account_id: string; region: string; collected: boolean; artifacts: unknown; template_hash: string;
};

const artifactsSchema = z.array(artifactSchema);

/** Every release whose artifacts may be in a bucket. A release that was collected counts until its objects are gone. */
export async function readHousedReleases(db: Executor): Promise<HousedRelease[]> {
  const { rows } = await db.query<Row>(housedSql);
  return rows.map((row) => {
    const artifacts = artifactsSchema.parse(row.artifacts);
    const bucket = artifacts[0]?.bucket;
    const template = templateObjectKey({ service: row.service, stage: row.stage, templateHash: row.template_hash });
    return {
      id: row.id,
      stageId: row.stage_id,
      number: row.number,
      createdAt: row.created_at,
      shipped: row.shipped,
      pinned: row.pinned,
      current: row.current,
      needed: row.needed,
      service: row.service,
      stage: row.stage,
      accountId: row.account_id,
      region: row.region,
      collected: row.collected,
      objects: [
        ...artifacts.map(({ bucket: place, key, sizeBytes }) => ({ bucket: place, key, sizeBytes })),
        ...(bucket === undefined ? [] : [{ bucket, key: template, sizeBytes: 0 }]),
      ],
    };
  });
}

const housedSql = `
  SELECT r.id, r.stage_id, r.number, r.created_at, r.pinned_at IS NOT NULL AS pinned, s.current_release_id = r.id AS current,
         v.name AS service, s.name AS stage, s.account_id, s.region, r.collected_at IS NOT NULL AS collected, r.artifacts, r.template_hash,
         s.archived_at IS NULL AND EXISTS (SELECT FROM deployments d WHERE d.release_id = r.id AND d.state = 'succeeded') AS shipped,
         EXISTS (SELECT FROM deployments d WHERE d.finished_at IS NULL
                 AND (d.release_id = r.id OR d.options->'promotedFrom'->>'releaseId' = r.id::text))
         OR EXISTS (SELECT FROM deployments d WHERE d.stage_id = r.stage_id AND (d.results->'functions'->>'release')::int = r.number
                    AND d.number > COALESCE((SELECT c.number FROM deployments c WHERE c.id = s.current_deployment_id), 0)) AS needed
  FROM releases r JOIN stages s ON s.id = r.stage_id JOIN services v ON v.id = s.service_id
  WHERE r.swept_at IS NULL`;

export type BucketObject = { bucket: string; key: string; sizeBytes: number };

/** The objects of these releases that no other release has, each once. */
export function unsharedObjects(releases: readonly HousedRelease[], collected: ReadonlySet<string>): BucketObject[] {
  const placeOf = ({ bucket, key }: BucketObject): string => `${bucket}/${key}`;
  const shared = new Set(releases.filter(({ id }) => !collected.has(id)).flatMap(({ objects }) => objects.map(placeOf)));
  const own = releases.filter(({ id }) => collected.has(id)).flatMap(({ objects }) => objects);
  return [...new Map(own.filter((object) => !shared.has(placeOf(object))).map((object) => [placeOf(object), object])).values()];
}
