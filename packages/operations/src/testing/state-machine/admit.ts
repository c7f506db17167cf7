import { equal } from "node:assert/strict";
import fc from "fast-check";
import { admitDeployment } from "../../deployment-run/admit-deployment.js";
import { fenceOf, isActiveIn, move, pick, picked, type Action } from "./model.js";

/** A worker that has, or believes to have, the lease of a deployment lets it begin, when it is its turn. */
export const admit: fc.Arbitrary<Action> = fc.record({ nth: fc.nat(3), worker: fc.nat(2) }).map(({ nth, worker }) => ({
  check: (model) => pick(model, nth) !== null,
  async run(model, real) {
    const deployment = picked(model, nth);
    const fence = fenceOf(real, worker, deployment);
    if (!fence) return;
    const { outcome } = await admitDeployment(real.context.db.pool, fence);
    const gone = fence.epoch !== deployment.epoch || deployment.state !== "queued";
    const olderWaits = model.deployments.some((other) => other.stage === deployment.stage && other.state === "queued" && other.number < deployment.number);
    const busy = olderWaits || isActiveIn(model, deployment.stage, deployment);
    const expected = busy ? "busy" : "admitted";
    equal(outcome, gone ? "gone" : expected);
    if (!gone && !busy) move(deployment, "preparing", 0);
  },
  toString: () => `admit(#${nth}, ${worker})`,
}));
