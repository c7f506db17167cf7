import type { OperationContext } from "../context.js";
import { uuidv7 } from "uuidv7";

export type DeliveryRun = { id: string; run: number };

/** The group of what one run of a delivery deploys: made by the first who asks for it. Returns its id. */
export async function ensureDeliveryGroup(context: OperationContext, { id, run }: DeliveryRun, ref: string): Promise<string> {
  const { db, actor } = context;
  const { rows } = await db.pool.query<{ id: string }>(
    `WITH made AS (
       INSERT INTO deployment_groups (id, trigger, actor_type, actor_id, actor_label, ref, delivery_id, delivery_run)
       VALUES ($1, 'push', $2, $3, $4, $5, $6, $7) ON CONFLICT (delivery_id, delivery_run) DO NOTHING RETURNING id
     )
     SELECT id FROM made UNION ALL SELECT id FROM deployment_groups WHERE delivery_id = $6 AND delivery_run = $7 LIMIT 1`,
    [uuidv7(), actor.type, actor.id, actor.label, ref, id, run],
  );
  const [group] = rows;
  // Somebody else's of the very same moment, which this statement did not see yet.
  return group ? group.id : ensureDeliveryGroup(context, { id, run }, ref);
}

/** Forgets the group of a delivery that deployed nothing of it after all. */
export async function dropEmptyGroup({ db }: Pick<OperationContext, "db">, groupId: string): Promise<void> {
  await db.pool.query("DELETE FROM deployment_groups g WHERE g.id = $1 AND NOT EXISTS (SELECT 1 FROM deployments d WHERE d.group_id = g.id)", [groupId]);
}
