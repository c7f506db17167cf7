import { deploymentStateSchema, isActive } from "@windlass/contracts/deployment-state";
import type { PreviewEnd } from "@windlass/contracts/preview";
import type { DatabaseClient } from "@windlass/database/database";
import type { OperationContext } from "../context.js";
import { insertDeployment } from "../deployment/insert-deployment.js";
import { cancelIfAllowed } from "../deployment/request-cancellation.js";
import { insertAudit } from "../insert-audit.js";

export type Removal = { previewId: string; end: PreviewEnd; message: string };

type Subject = { id: string; stage_id: string | null; plan_id: string | null; label: string; service: string; stage: string | null };

/**
 * Has everything that a preview has in AWS deleted: what of it waits is cancelled, what runs is asked to stop, and the removal is next in the
 * stage's queue. One that never had a stage, or only a plan, is gone at once. The caller's transaction holds the service.
 */
export async function beginRemoval(context: OperationContext, client: DatabaseClient, { previewId, end, message }: Removal): Promise<void> {
  const { rows } = await client.query<Subject>(
    `SELECT p.id, p.stage_id, p.plan_id, v.name || '/pr-' || r.number AS label, v.name AS service, s.name AS stage
     FROM previews p JOIN services v ON v.id = p.service_id JOIN pull_requests r ON r.id = p.pull_request_id LEFT JOIN stages s ON s.id = p.stage_id
     WHERE p.id = $1`,
    [previewId],
  );
  const [subject] = rows;
  if (!subject) return;
  if (subject.plan_id !== null) await cancelIfAllowed(context, client, subject.plan_id);
  const removalId = subject.plan_id !== null || subject.stage_id === null || subject.stage === null ? null : await removeStage(context, client, { id: subject.stage_id, service: subject.service, stage: subject.stage });
  await client.query(
    `UPDATE previews SET state = $2, reason = $3, message = $4, removal_id = $5, attempts = $6, leftovers = '[]', approved_sha = NULL,
       next_attempt_at = CASE WHEN $5::uuid IS NULL THEN NULL ELSE now() END, removed_at = CASE WHEN $5::uuid IS NULL THEN now() END
     WHERE id = $1`,
    [previewId, removalId === null ? "removed" : "removing", end, message, removalId, removalId === null ? 0 : 1],
  );
  await insertAudit(client, context.actor, { action: "preview.removal_begun", entity: { type: "preview", id: previewId, name: subject.label }, data: { reason: end } });
}

export type StageToRemove = { id: string; service: string; stage: string };

/** Ends what is under way on a preview's stage and puts the removal of everything into its queue. Gives the removal's id. */
export async function removeStage(context: OperationContext, client: DatabaseClient, { id: stageId, service, stage }: StageToRemove): Promise<string> {
  await cancelOpen(context, client, stageId);
  const { id } = await insertDeployment(context, { client, stage: { service, stage }, kind: "remove", options: { everything: true }, trigger: "system" });
  return id;
}

/** Cancels what of a stage can be cancelled. */
export async function cancelOpen(context: OperationContext, client: DatabaseClient, stageId: string): Promise<void> {
  const open = await client.query<{ id: string }>("SELECT id FROM deployments WHERE stage_id = $1 AND state = ANY ($2) ORDER BY number", [stageId, openStates]);
  for (const { id } of open.rows) await cancelIfAllowed(context, client, id);
}

const openStates = deploymentStateSchema.options.filter((state) => state === "queued" || isActive(state));
