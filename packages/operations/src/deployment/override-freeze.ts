import type { Deployment } from "@windlass/contracts/deployment";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import { WindlassError } from "@windlass/contracts/error";
import type { DatabaseClient } from "@windlass/database/database";
import { authorize, type OperationContext } from "../context.js";
import { appendEvents } from "../deployment-run/append-events.js";
import { holdColumns, holdOf, type HoldRow } from "../freeze/stage-hold.js";
import { inSqlTransaction } from "../in-transaction.js";
import { insertAudit } from "../insert-audit.js";
import { readDeployment, type DeploymentAddress } from "./read-deployment.js";

export type Override = DeploymentAddress & { reason: string };

/**
 * Lets one deployment run in spite of the freeze or pause that holds its stage; it goes before those that stay held.
 * Asking again changes nothing. Throws `conflict` where nothing holds it, and `not_found`.
 */
export async function overrideFreeze(context: OperationContext, { reason, ...address }: Override): Promise<Deployment> {
  authorize(context, "stage:override_freeze");
  const { id } = await readDeployment(context, address);
  await inSqlTransaction(context.db, (client) => override(context, client, { id, reason }));
  return readDeployment(context, address);
}

type Held = HoldRow & { state: DeploymentState; lease_epoch: number; freeze_overridden_by: string | null; label: string; now: Date };

async function override({ actor }: OperationContext, client: DatabaseClient, { id, reason }: { id: string; reason: string }): Promise<void> {
  const { rows } = await client.query<Held>(
    `SELECT d.state, d.lease_epoch, d.freeze_overridden_by, v.name || '/' || s.name || '#' || d.number AS label, now() AS now, ${holdColumns}
     FROM deployments d JOIN stages s ON s.id = d.stage_id JOIN services v ON v.id = s.service_id WHERE d.id = $1 FOR UPDATE OF d`,
    [id],
  );
  const row = rows[0];
  if (!row) throw new WindlassError("not_found", "The deployment is gone.");
  if (row.freeze_overridden_by !== null) return;
  const hold = holdOf(row, row.now.getTime());
  if (hold === null) throw new WindlassError("conflict", "Neither a freeze nor a pause holds the stage.", { hint: "There is nothing to override: the deployment goes on by itself." });
  if (row.state !== "queued" && row.state !== "awaiting_approval") {
    throw new WindlassError("conflict", `The deployment is ${row.state}: no freeze holds it.`);
  }
  await client.query(
    `WITH overridden AS (UPDATE deployments SET freeze_overridden_by = $2 WHERE id = $1 RETURNING id)
     INSERT INTO outbox (queue, key, payload) SELECT 'deployments', 'deployment:' || id, jsonb_build_object('deploymentId', id) FROM overridden`,
    [id, actor.label],
  );
  const text = `${actor.label} lets it run in spite of: ${hold.message}. Reason: ${reason}`;
  await appendEvents(client, { deploymentId: id, epoch: row.lease_epoch }, [
    { kind: "log", at: row.now, payload: { step: null, stream: "windlass", level: "warn", text } },
  ]);
  await insertAudit(client, actor, {
    action: "deployment.freeze_overridden",
    entity: { type: "deployment", id, name: row.label },
    data: { reason, hold: hold.message },
  });
}
