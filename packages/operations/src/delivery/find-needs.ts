import type { DatabaseClient } from "@windlass/database/database";
import { openStateList } from "../deployment/state-lists.js";

export type PushedStage = {
  /** Names of all services that the stage's own depends on, directly or through others. */
  dependencies: readonly string[];
  stage: string;
  ref: string;
  /** Null where a person asks. */
  delivery: { id: string; run: number } | null;
};

/**
 * The deployments that one of a push has to wait for, of the stages of the same name of what its service depends on: those of
 * the same delivery, however they have ended since, and those of earlier pushes to the same ref that have not ended, because
 * the push brings their commits too. A service without a stage of the name is waited for by nobody.
 */
export async function findNeeds(client: DatabaseClient, { dependencies, stage, ref, delivery }: PushedStage): Promise<string[]> {
  if (dependencies.length === 0) return [];
  const { rows } = await client.query<{ id: string }>(needsSql, [dependencies, stage, ref, delivery?.id ?? null, delivery?.run ?? 0]);
  return rows.map(({ id }) => id);
}

const needsSql = `
  SELECT needed.id FROM services v JOIN stages s ON s.service_id = v.id AND s.name = $2, LATERAL (
    SELECT d.id, 0 AS rank, d.number FROM deployments d WHERE d.delivery_id = $4::uuid AND d.stage_id = s.id AND d.delivery_run = $5::int
    UNION ALL
    SELECT d.id, 1, d.number FROM deployments d
    WHERE d.stage_id = s.id AND d.kind = 'deploy' AND d.trigger = 'push' AND d.ref = $3
      AND d.state IN (${openStateList})
    ORDER BY rank, number DESC LIMIT 1
  ) needed
  WHERE v.name = ANY ($1::text[])`;
