import { equal } from "node:assert/strict";
import fc from "fast-check";
import { inFence, type Fence } from "../../deployment-run/fence.js";
import { savePlan } from "../../deployment-run/save-plan.js";
import { fenceOf, isLeaseLost, pick, picked, planKey, type Action, type ModelDeployment, type Real } from "./model.js";

/** A worker makes one of two plans: with the lease it is kept, and what people said to the other counts no longer. */
export const plan: fc.Arbitrary<Action> = fc.record({ nth: fc.nat(3), worker: fc.nat(2), plan: fc.nat(1) }).map(({ nth, worker, plan: made }) => ({
  check: (model) => pick(model, nth) !== null,
  async run(model, real) {
    const deployment = picked(model, nth);
    const fence = fenceOf(real, worker, deployment);
    if (!fence) return;
    await planWith(fence, made, { real, deployment });
  },
  toString: () => `plan(#${nth}, ${worker}, ${made})`,
}));

/** What comes of a plan that is made with a lease, which may be stale. */
export async function planWith(fence: Fence, made: number, { real, deployment }: { real: Real; deployment: ModelDeployment }): Promise<void> {
  const { db } = real.context;
  const counts = { added: 0, changed: 1, replaced: 0, removed: 0 };
  const kept = inFence(db, fence, (tx) => savePlan(tx, { changeSetId: `arn:${made}`, operation: "update", changes: [], counts }));
  const lost = await isLeaseLost(kept);
  equal(lost, fence.epoch !== deployment.epoch);
  if (lost) return;
  deployment.plan = made;
  const { planHash } = await db.prisma.deployment.findUniqueOrThrow({ where: { id: deployment.id } });
  real.planHashes.set(planKey(deployment, made), planHash ?? "");
}
