import type { Commit } from "@windlass/contracts/release";
import { uuidv7 } from "uuidv7";
import { authorize, type OperationContext } from "../context.js";
import { noCommit } from "./compare-heads.js";

export type MissedPush = {
  repository: { id: string; url: string; fullName: string | null };
  ref: string;
  from: string;
  to: string;
  /** The commit that the ref points at, with its whole message. */
  commit: Commit;
};

/**
 * Stores a push that no delivery told of as one of Windlass' own, with the message that has it processed, in one statement
 * with the ref's new place: whoever moves that first, a delivery or another worker, has the push. Null then.
 */
export async function recordMissedPush(context: OperationContext, { repository, ref, from, to, commit }: MissedPush): Promise<string | null> {
  authorize(context, "deployment:create");
  const payload = {
    ref,
    before: from,
    after: to,
    created: from === noCommit,
    deleted: false,
    repository: { clone_url: repository.url },
    head_commit: { id: commit.sha, message: commit.message, timestamp: commit.committedAt, author: { name: commit.author } },
  };
  const values = [repository.id, ref, from, to, uuidv7(), repository.fullName ?? repository.url, JSON.stringify(payload)];
  const { rows } = await context.db.pool.query<{ id: string }>(missedSql, values);
  return rows[0]?.id ?? null;
}

const missedSql = `
  WITH moved AS (
    UPDATE branch_heads SET sha = $4, seen_at = now(), moved_to = NULL, moved_at = NULL
    WHERE repository_id = $1 AND ref = $2 AND sha = $3 AND moved_to = $4 RETURNING ref
  ), stored AS (
    INSERT INTO deliveries (id, provider, delivery_id, event, repository, ref, payload)
    SELECT $5::uuid, 'windlass', $5::text, 'push', $6, moved.ref, $7::jsonb FROM moved
    RETURNING id
  ), message AS (
    INSERT INTO outbox (queue, key, payload) SELECT 'deliveries', 'delivery:' || id, jsonb_build_object('deliveryId', id) FROM stored
  )
  SELECT id FROM stored`;
