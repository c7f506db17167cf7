import { leftoverSchema, type Leftover } from "@windlass/contracts/removal";
import { z } from "zod";
import type { Executor } from "./fence.js";

/** `plan` is what the removal's plan step kept; `checked` what its check found, null when it did not come to that. */
export type EarlierRemoval = { plan: unknown; checked: Leftover[] | null };

const checkedSchema = z.object({ removal: z.object({ items: z.array(leftoverSchema) }).optional() });

/**
 * The removal after which nothing else was done to the stage's stack: what it left may still be there although the stack is
 * gone. Null where the last that was done was something else, or ended well.
 */
export async function readEarlierRemoval(db: Executor, deploymentId: string): Promise<EarlierRemoval | null> {
  const { rows } = await db.query<{ kind: string; state: string; plan: unknown; results: unknown }>(
    `SELECT d.kind, d.state, p.output AS plan, d.results
     FROM deployments own JOIN deployments d ON d.stage_id = own.stage_id AND d.number < own.number
     JOIN steps a ON a.deployment_id = d.id AND a.name = 'apply' AND a.started_at IS NOT NULL
     JOIN steps p ON p.deployment_id = d.id AND p.name = 'plan'
     WHERE own.id = $1 ORDER BY d.number DESC LIMIT 1`,
    [deploymentId],
  );
  const last = rows[0];
  if (!last || last.kind !== "remove" || last.state === "succeeded") return null;
  return { plan: last.plan, checked: checkedSchema.parse(last.results ?? {}).removal?.items ?? null };
}
