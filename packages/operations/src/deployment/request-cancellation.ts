import type { Deployment } from "@windlass/contracts/deployment";
import { cancellationOf, type Cancellation } from "@windlass/contracts/cancellation";
import type { DeploymentKind } from "@windlass/contracts/deployment-kind";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import { errorCatalog, WindlassError, type ProblemDetail } from "@windlass/contracts/error";
import type { DatabaseClient } from "@windlass/database/database";
import { authorize, type OperationContext } from "../context.js";
import { advanceDeployment, type Move } from "../deployment-run/advance-deployment.js";
import { inSqlTransaction } from "../in-transaction.js";
import { insertAudit } from "../insert-audit.js";
import { readDeployment, type DeploymentAddress } from "./read-deployment.js";

/**
 * Cancels a deployment that waits, at once; asks the worker to stop one that runs, which it notices within a second.
 * Asking again changes nothing. Throws `not_cancellable`, with why, where `cancellationOf` says so: it has ended, rolls
 * back, or deletes the stack.
 */
export async function requestCancellation(context: OperationContext, address: DeploymentAddress): Promise<Deployment> {
  authorize(context, "deployment:cancel");
  const { id } = await readDeployment(context, address);
  await inSqlTransaction(context.db, async (client) => {
    const { cancellation, number } = await cancelIfAllowed(context, client, id);
    if (!cancellation.allowed) throw new WindlassError("not_cancellable", `Deployment ${number} cannot be cancelled. ${cancellation.why}`);
  });
  return readDeployment(context, address);
}

type Held = { state: DeploymentState; kind: DeploymentKind; number: number; lease_epoch: number; label: string };

/** Cancels a deployment in the caller's transaction, or says why that cannot be done. Throws `not_found`. */
export async function cancelIfAllowed({ actor }: OperationContext, client: DatabaseClient, id: string): Promise<{ cancellation: Cancellation; number: number }> {
  // The row is held, so that no worker moves the deployment between the look and the write.
  const { rows } = await client.query<Held>(
    `SELECT d.state, d.kind, d.number, d.lease_epoch, v.name || '/' || s.name || '#' || d.number AS label
     FROM deployments d JOIN stages s ON s.id = d.stage_id JOIN services v ON v.id = s.service_id WHERE d.id = $1 FOR UPDATE OF d`,
    [id],
  );
  const held = rows[0];
  if (!held) throw new WindlassError("not_found", "The deployment is gone.");
  const cancellation = cancellationOf(held);
  const told = { cancellation, number: held.number };
  if (!cancellation.allowed) return told;
  // One that waits for somebody else's work on its stack has no worker that would notice: the message brings one.
  const { rowCount } = await client.query(
    `WITH asked AS (
       UPDATE deployments SET cancel_requested_at = now(), cancel_requested_by = $2 WHERE id = $1 AND cancel_requested_at IS NULL
       RETURNING id, state, lease_owner
     ), wake AS (
       INSERT INTO outbox (queue, key, payload)
       SELECT 'deployments', 'deployment:' || id, jsonb_build_object('deploymentId', id) FROM asked
       WHERE lease_owner IS NULL AND state NOT IN ('queued', 'awaiting_approval')
     )
     SELECT id FROM asked`,
    [id, actor.label],
  );
  if (rowCount === 0) return told;
  await wakeResting(client, id);
  const move = moveToCancelled(held.state, actor.label);
  if (move) await advanceDeployment(client, { deploymentId: id, epoch: held.lease_epoch }, move);
  await insertAudit(client, actor, { action: "deployment.cancellation_requested", entity: { type: "deployment", id, name: held.label } });
  return told;
}

/** A deployment whose guards watch for long rests between their looks: the cancellation is not to wait for the next one. */
async function wakeResting(client: DatabaseClient, id: string): Promise<void> {
  await client.query(
    `WITH woken AS (UPDATE deployments SET resume_at = NULL WHERE id = $1 AND resume_at IS NOT NULL RETURNING id)
     INSERT INTO outbox (queue, key, payload)
     SELECT 'deployments', 'deployment:' || id, jsonb_build_object('deploymentId', id) FROM woken`,
    [id],
  );
}

/** The move for a state in which no worker is at work; null where the worker has to stop first. */
function moveToCancelled(state: DeploymentState, by: string): Move | null {
  const errorOf = (message: string): ProblemDetail => ({ code: "cancelled", message, hint: errorCatalog.cancelled.hint });
  if (state === "queued") return { from: "queued", to: "cancelled", error: errorOf(`Cancelled by ${by} before it began.`) };
  if (state === "awaiting_approval") {
    return { from: "awaiting_approval", to: "cancelled", error: errorOf(`Cancelled by ${by} while it waited for approval.`) };
  }
  return null;
}
