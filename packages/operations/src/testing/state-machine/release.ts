import fc from "fast-check";
import { releaseLease } from "../../deployment-run/release-lease.js";
import { fenceOf, pick, picked, type Action } from "./model.js";

/** A worker gives a lease back, with its job or without; one that it lost is not its to give. */
export const release: fc.Arbitrary<Action> = fc
  .record({ nth: fc.nat(3), worker: fc.nat(2), handOver: fc.boolean() })
  .map(({ nth, worker, handOver }) => ({
    check: (model) => pick(model, nth) !== null,
    async run(model, real) {
      const deployment = picked(model, nth);
      const fence = fenceOf(real, worker, deployment);
      if (!fence) return;
      await releaseLease(real.context.db.pool, fence, { handOver });
      if (fence.epoch === deployment.epoch) Object.assign(deployment, { holder: null, expired: false });
    },
    toString: () => `release(#${nth}, ${worker}${handOver ? ", handing over" : ""})`,
  }));
