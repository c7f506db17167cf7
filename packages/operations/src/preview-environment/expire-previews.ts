import { functionSummarySchema } from "@windlass/contracts/release";
import { z } from "zod";
import { accountAccess, type AccountAccess } from "../account/account-access.js";
import { authorize, type OperationContext } from "../context.js";
import { inSqlTransaction } from "../in-transaction.js";
import type { Keyring } from "../sealing.js";
import { beginRemoval } from "./begin-removal.js";
import { holdPreviewById } from "./find-preview.js";

/** A preview that nobody has pushed to or deployed for its time to live. */
export type IdlePreview = {
  id: string;
  lastUsedAt: Date;
  /** What may have been called since; null where nothing is deployed. */
  live: { region: string; access: AccountAccess; functionNames: string[] } | null;
};

/** Previews whose time to live has passed since they were last used, as far as the database knows. Pinned ones are none of them. */
export async function listIdlePreviews(context: OperationContext, keyring: Keyring): Promise<IdlePreview[]> {
  authorize(context, "deployment:create");
  const { rows } = await context.db.pool.query<{ id: string; last_used_at: Date }>(idleSql);
  const idle: IdlePreview[] = [];
  for (const { id, last_used_at: lastUsedAt } of rows) {
    const { stage } = await context.db.prisma.preview.findUniqueOrThrow({ where: { id }, select: { stage: { include: { account: true, currentRelease: { select: { functions: true } } } } } });
    const functions = z.array(functionSummarySchema).parse(stage?.currentRelease?.functions ?? []);
    idle.push({ id, lastUsedAt, live: stage === null || functions.length === 0 ? null : { region: stage.region, access: accountAccess(stage.account, keyring), functionNames: functions.map(({ functionName }) => functionName) } });
  }
  return idle;
}

/** Notes that a preview was visited, so that its time begins anew. */
export async function notePreviewUse(context: OperationContext, { id, at }: { id: string; at: Date }): Promise<void> {
  authorize(context, "deployment:create");
  await context.db.pool.query("UPDATE previews SET last_used_at = GREATEST(last_used_at, $2) WHERE id = $1", [id, at]);
}

/** Has a preview of which nobody could say whether it is used looked at again later. */
export async function notePreviewUnseen(context: OperationContext, id: string): Promise<void> {
  authorize(context, "deployment:create");
  await context.db.pool.query("UPDATE previews SET next_attempt_at = now() + interval '10 minutes' WHERE id = $1 AND state = 'open'", [id]);
}

/** Begins the removal of a preview, unless it was used or pinned in the meantime. */
export async function expirePreview(context: OperationContext, id: string): Promise<void> {
  authorize(context, "deployment:create");
  await inSqlTransaction(context.db, async (client) => {
    if (!(await holdPreviewById(client, id))) return;
    const { rows } = await client.query<{ hours: number }>(`SELECT ${ttlHours} AS hours FROM (${idleSql}) idle JOIN previews p ON p.id = idle.id JOIN services v ON v.id = p.service_id WHERE p.id = $1`, [id]);
    const [still] = rows;
    if (still) await beginRemoval(context, client, { previewId: id, end: "expired", message: `Nobody used it for ${still.hours} hours.` });
  });
}

const ttlHours = "COALESCE((v.previews->>'ttlHours')::int, 72)";

const idleSql = `
  SELECT used.id, used.last_used_at FROM (
    SELECT p.id, ${ttlHours} AS hours,
           GREATEST(p.last_used_at, (SELECT max(d.created_at) FROM deployments d WHERE d.stage_id = p.stage_id AND d.kind <> 'remove')) AS last_used_at
    FROM previews p JOIN services v ON v.id = p.service_id
    WHERE p.state IN ('open', 'awaiting_approval', 'awaiting_room') AND p.pinned_at IS NULL AND p.plan_id IS NULL
      AND (p.next_attempt_at IS NULL OR p.next_attempt_at <= now())
  ) used WHERE used.last_used_at < now() - make_interval(hours => used.hours) LIMIT 50`;
