import { equal } from "node:assert/strict";
import fc from "fast-check";
import { admitDeployment } from "../../deployment-run/admit-deployment.js";
import type { Fence } from "../../deployment-run/fence.js";
import { fenceOf, isActiveIn, move, pick, picked, type Action, type Model, type ModelDeployment, type Real } from "./model.js";

/** A worker that has, or believes to have, the lease of a deployment lets it begin, when it is its turn. */
export const admit: fc.Arbitrary<Action> = fc.record({ nth: fc.nat(3), worker: fc.nat(2) }).map(({ nth, worker }) => ({
  check: (model) => pick(model, nth) !== null,
  async run(model, real) {
    const deployment = picked(model, nth);
    const fence = fenceOf(real, worker, deployment);
    if (!fence) return;
    await admitWith(fence, { model, real, deployment });
  },
  toString: () => `admit(#${nth}, ${worker})`,
}));

/** What comes of an admission with a lease, which may be stale. */
export async function admitWith(fence: Fence, { model, real, deployment }: { model: Model; real: Real; deployment: ModelDeployment }): Promise<void> {
  const { outcome } = await admitDeployment(real.context.db.pool, fence);
  const gone = fence.epoch !== deployment.epoch || deployment.state !== "queued";
  const olderWaits = model.deployments.some((other) => other.stage === deployment.stage && other.state === "queued" && other.number < deployment.number);
  const busy = olderWaits || isActiveIn(model, deployment.stage, deployment);
  const expected = busy ? "busy" : "admitted";
  equal(outcome, gone ? "gone" : expected);
  if (!gone && !busy) move(deployment, "preparing", 0);
}
