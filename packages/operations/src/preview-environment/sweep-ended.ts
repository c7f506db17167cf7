import type { PreviewEnd } from "@windlass/contracts/preview";
import { pullWords } from "@windlass/contracts/pull-words";
import { authorize, type OperationContext } from "../context.js";
import { inSqlTransaction } from "../in-transaction.js";
import { beginRemoval } from "./begin-removal.js";
import { holdPreviewById } from "./find-preview.js";

type Ended = { id: string; reason: PreviewEnd; host: string };

/** Begins the removal of previews whose pull request has ended or whose service has them no longer. Says how many. */
export async function sweepEnded(context: OperationContext): Promise<number> {
  authorize(context, "deployment:create");
  const { rows } = await context.db.pool.query<Ended>(endedSql);
  for (const { id, reason, host } of rows) {
    await inSqlTransaction(context.db, async (client) => {
      if (!(await holdPreviewById(client, id))) return;
      const message = reason === "switched_off" ? "Previews were switched off." : `The ${pullWords(host).one} is ${reason}.`;
      await beginRemoval(context, client, { previewId: id, end: reason, message });
    });
  }
  return rows.length;
}

const endedSql = `
  SELECT p.id, CASE WHEN r.state = 'open' THEN 'switched_off' ELSE r.state END AS reason, o.provider AS host
  FROM previews p JOIN services v ON v.id = p.service_id JOIN pull_requests r ON r.id = p.pull_request_id JOIN repositories o ON o.id = r.repository_id
  WHERE p.state IN ('open', 'awaiting_approval', 'awaiting_room') AND (r.state <> 'open' OR NOT COALESCE((v.previews->>'enabled')::boolean, false))
  LIMIT 100`;
