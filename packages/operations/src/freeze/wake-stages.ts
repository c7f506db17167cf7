import type { Prisma } from "@windlass/database/generated/client";

/**
 * Puts a message into the outbox for the first in the queue of a stage, or of every stage (null), because what held it may
 * be gone. Whether it may begin is decided when it is admitted, so that one message too many does nothing.
 */
export async function wakeStages(tx: Prisma.TransactionClient, stageId: string | null): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO outbox (queue, key, payload)
    SELECT 'deployments', 'deployment:' || first.id, jsonb_build_object('deploymentId', first.id)
    FROM (
      SELECT DISTINCT ON (stage_id) id FROM deployments
      WHERE state = 'queued' AND (${stageId}::uuid IS NULL OR stage_id = ${stageId}::uuid)
      ORDER BY stage_id, freeze_overridden_by IS NULL, number
    ) first`;
}
