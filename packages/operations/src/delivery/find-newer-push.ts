import type { DatabaseClient } from "@windlass/database/database";

export type NewerPush = { deleted: boolean; number: number | null };

/**
 * The one rule for deliveries that changed places: a push of the same branch or tag that came after this one in git and has been
 * decided about first, because it deployed the stage or deleted the ref. It is newer by GitHub's own clock or, within one second
 * or without that, because it says that the ref pointed at this push's commit before; where the ref was made anew or forced that
 * says nothing. Null for a push that is in its place.
 */
export async function findNewerPush(client: DatabaseClient, input: { deliveryId: string; stageId: string }): Promise<NewerPush | null> {
  const { rows } = await client.query<NewerPush>(newerSql, [input.deliveryId, input.stageId]);
  return rows[0] ?? null;
}

const newerSql = `
  SELECT n.after_sha ~ '^0+$' AS deleted, d.number
  FROM deliveries own
  JOIN deliveries n ON n.repository_id = own.repository_id AND n.ref = own.ref AND n.event = 'push' AND n.id <> own.id
  LEFT JOIN deployments d ON d.delivery_id = n.id AND d.stage_id = $2
  WHERE own.id = $1
    AND (n.pushed_at > own.pushed_at
         OR (n.pushed_at = own.pushed_at OR n.pushed_at IS NULL OR own.pushed_at IS NULL)
            AND n.before_sha = own.after_sha AND own.restarts IS FALSE AND n.received_at > own.received_at - interval '1 hour')
    AND (n.after_sha ~ '^0+$' OR d.id IS NOT NULL OR n.decisions @> jsonb_build_array(jsonb_build_object('stageId', $2::text, 'reason', 'already_deployed')))
  ORDER BY n.pushed_at DESC NULLS LAST LIMIT 1`;
