import { planSchema, type Plan } from "@windlass/contracts/plan";
import type { FencedTransaction } from "./fence.js";

/**
 * Runs `store`, which keeps a new plan, and puts the plan of before back with its hash: it is the one that was shown and
 * approved. Returns what `store` returned, and the new plan for comparison.
 */
export async function keepPlan<T>(tx: FencedTransaction, store: () => Promise<T> | T): Promise<{ value: T; made: Plan | null }> {
  const before = await readPlan(tx);
  const value = await store();
  const after = await readPlan(tx);
  await tx.query("UPDATE deployments SET plan = $2, plan_hash = $3 WHERE id = $1", [tx.fence.deploymentId, JSON.stringify(before.plan), before.plan_hash]);
  return { value, made: planSchema.nullable().parse(after.plan) };
}

async function readPlan(tx: FencedTransaction): Promise<{ plan: unknown; plan_hash: string | null }> {
  const { rows } = await tx.query<{ plan: unknown; plan_hash: string | null }>("SELECT plan, plan_hash FROM deployments WHERE id = $1", [tx.fence.deploymentId]);
  return rows[0] ?? { plan: null, plan_hash: null };
}
