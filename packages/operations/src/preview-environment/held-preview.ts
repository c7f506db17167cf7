import { previewReasonSchema, previewStateSchema, type PreviewReason, type PreviewState } from "@windlass/contracts/preview";
import type { DatabaseClient } from "@windlass/database/database";
import type { EarlierPreview } from "./want-preview.js";

/** A preview's row while its service is held. */
export type HeldPreview = EarlierPreview & { id: string; stageId: string | null; planId: string | null; approvedSha: string | null };

export type HeldPull = {
  id: string;
  number: number;
  state: "open" | "closed" | "merged";
  isDraft: boolean;
  labels: string[];
  baseRef: string;
  headRef: string;
  headSha: string;
  updatedAt: Date;
};

/** Holds a service, so that of its previews one change is made at a time and they are counted right. False when it is gone. */
export async function holdService(client: DatabaseClient, serviceId: string): Promise<boolean> {
  const { rowCount } = await client.query("SELECT 1 FROM services WHERE id = $1 FOR NO KEY UPDATE", [serviceId]);
  return rowCount !== 0;
}

type Row = { id: string; stage_id: string | null; plan_id: string | null; state: string; reason: string; sha: string; asked: boolean; pinned: boolean; approved_sha: string | null };

/** What became of a pull request in a service; null when nothing did yet. */
export async function readHeldPreview(client: DatabaseClient, input: { serviceId: string; pullRequestId: string }): Promise<HeldPreview | null> {
  const { rows } = await client.query<Row>(
    `SELECT id, stage_id, plan_id, state, reason, sha, asked, pinned_at IS NOT NULL AS pinned, approved_sha FROM previews
     WHERE service_id = $1 AND pull_request_id = $2 FOR UPDATE`,
    [input.serviceId, input.pullRequestId],
  );
  const [row] = rows;
  if (!row) return null;
  const state: PreviewState = previewStateSchema.parse(row.state);
  const reason: PreviewReason = previewReasonSchema.parse(row.reason);
  return { id: row.id, stageId: row.stage_id, planId: row.plan_id, state, reason, sha: row.sha, asked: row.asked, isPinned: row.pinned, approvedSha: row.approved_sha };
}

/** A pull request as it is known now. */
export async function readHeldPull(client: DatabaseClient, id: string): Promise<HeldPull | null> {
  const { rows } = await client.query<HeldPull>(
    `SELECT id, number, state, is_draft AS "isDraft", labels, base_ref AS "baseRef", head_ref AS "headRef", head_sha AS "headSha", updated_at AS "updatedAt"
     FROM pull_requests WHERE id = $1`,
    [id],
  );
  return rows[0] ?? null;
}
