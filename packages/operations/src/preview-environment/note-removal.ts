import type { Leftover } from "@windlass/contracts/removal";
import { authorize, type OperationContext } from "../context.js";
import { inSqlTransaction } from "../in-transaction.js";
import { insertAudit } from "../insert-audit.js";
import { removeStage } from "./begin-removal.js";
import type { ClaimedRemoval } from "./claim-removal.js";
import { readmitWaiting } from "./readmit-waiting.js";
import { retryDelayMs } from "./retry-delay.js";

/** Has a removal looked at again soon: it runs. */
export async function waitForRemoval(context: OperationContext, { previewId }: ClaimedRemoval): Promise<void> {
  authorize(context, "deployment:create");
  await context.db.pool.query("UPDATE previews SET next_attempt_at = now() + interval '3 seconds' WHERE id = $1 AND state = 'removing'", [previewId]);
}

/** Asks for another removal of what an earlier one has left. */
export async function retryRemoval(context: OperationContext, { previewId, stage }: ClaimedRemoval): Promise<void> {
  authorize(context, "deployment:create");
  await inSqlTransaction(context.db, async (client) => {
    const { rows } = await client.query("SELECT 1 FROM previews WHERE id = $1 AND state = 'removing' AND removal_id IS NULL FOR UPDATE", [previewId]);
    if (rows.length === 0 || stage === null) return;
    const removalId = await removeStage(context, client, { id: stage.id, service: stage.service, stage: stage.name });
    await client.query("UPDATE previews SET removal_id = $2, attempts = attempts + 1, next_attempt_at = now() + interval '3 seconds' WHERE id = $1", [previewId, removalId]);
  });
}

/** Keeps what a removal has left, or why it failed, and when it is tried again. */
export async function noteLeftovers(context: OperationContext, { previewId, attempts }: ClaimedRemoval, input: { message: string; leftovers: readonly Leftover[] }): Promise<void> {
  authorize(context, "deployment:create");
  await context.db.pool.query(
    `UPDATE previews SET removal_id = NULL, message = $2, leftovers = $3, next_attempt_at = now() + $4 * interval '1 millisecond'
     WHERE id = $1 AND state = 'removing'`,
    [previewId, input.message, JSON.stringify(input.leftovers), retryDelayMs(attempts)],
  );
}

/** Keeps why it could not be seen what a removal has left; it is looked at again after a while. */
export async function noteUnseen(context: OperationContext, { previewId, attempts }: ClaimedRemoval, message: string): Promise<void> {
  authorize(context, "deployment:create");
  await context.db.pool.query("UPDATE previews SET message = $2, next_attempt_at = now() + $3 * interval '1 millisecond' WHERE id = $1 AND state = 'removing'", [previewId, message, retryDelayMs(attempts)]);
}

/**
 * Says that nothing of a preview is left but what its template keeps: the stage goes into the archive, without its parameters, and one that
 * waits for a place gets it. Not where the stage was deployed again meanwhile: that is removed first.
 */
export async function finishRemoval(context: OperationContext, { previewId, label, stage }: ClaimedRemoval, { retained, note }: { retained: readonly Leftover[]; note: string }): Promise<void> {
  authorize(context, "deployment:create");
  await inSqlTransaction(context.db, async (client) => {
    const { rows } = await client.query<{ service_id: string }>("SELECT service_id FROM previews WHERE id = $1 AND state = 'removing' FOR UPDATE", [previewId]);
    const [held] = rows;
    if (!held) return;
    if (stage !== null && !(await archive(client, stage.id))) {
      await client.query("UPDATE previews SET removal_id = NULL, next_attempt_at = now() WHERE id = $1", [previewId]);
      return;
    }
    await client.query("UPDATE previews SET state = 'removed', removed_at = now(), removal_id = NULL, next_attempt_at = NULL, leftovers = $2, message = btrim(message || ' ' || $3) WHERE id = $1", [previewId, JSON.stringify(retained), note]);
    await insertAudit(client, context.actor, { action: "preview.removed", entity: { type: "preview", id: previewId, name: label }, data: { retained: retained.map(({ name }) => name) } });
    await readmitWaiting(client, held.service_id);
  });
}

/** False where there is, or will be, something in AWS again. */
async function archive(client: Parameters<typeof readmitWaiting>[0], stageId: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `UPDATE stages SET archived_at = now(), auto_deploy = false, schedule_next_at = NULL
     WHERE id = $1 AND status NOT IN ('live', 'deploying')
       AND NOT EXISTS (SELECT 1 FROM deployments d WHERE d.stage_id = stages.id AND d.finished_at IS NULL)`,
    [stageId],
  );
  if (rowCount === 0) return false;
  await client.query("DELETE FROM stage_parameters WHERE stage_id = $1", [stageId]);
  return true;
}
