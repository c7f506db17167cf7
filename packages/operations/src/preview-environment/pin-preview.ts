import { WindlassError } from "@windlass/contracts/error";
import type { Preview } from "@windlass/contracts/preview";
import { authorize, type OperationContext } from "../context.js";
import { inSqlTransaction } from "../in-transaction.js";
import { insertAudit } from "../insert-audit.js";
import { holdPreview, type PreviewAddress } from "./find-preview.js";
import { readPreview } from "./read-preview.js";

/**
 * Keeps a preview beyond its time to live, and whatever becomes of labels, draft and base branch, until its pull request ends or
 * somebody removes it; or no longer. Throws `not_found`, and `conflict` for one that is gone or going.
 */
export async function pinPreview(context: OperationContext, input: PreviewAddress & { pinned: boolean }): Promise<Preview> {
  authorize(context, "deployment:create");
  await inSqlTransaction(context.db, async (client) => {
    const { id, label } = await holdPreview(client, input);
    const { rowCount } = await client.query(
      `UPDATE previews SET pinned_at = CASE WHEN $2 THEN COALESCE(pinned_at, now()) END, pinned_by = CASE WHEN $2 THEN $3 END, last_used_at = CASE WHEN $2 THEN last_used_at ELSE now() END
       WHERE id = $1 AND state NOT IN ('removing', 'removed')`,
      [id, input.pinned, context.actor.label],
    );
    if (rowCount === 0) throw new WindlassError("conflict", `The preview ${label} is removed, or is being removed.`);
    await insertAudit(client, context.actor, { action: input.pinned ? "preview.pinned" : "preview.unpinned", entity: { type: "preview", id, name: label } });
  });
  return readPreview(context, input);
}
