import { equal } from "node:assert/strict";
import fc from "fast-check";
import { advanceDeployment } from "../../deployment-run/advance-deployment.js";
import { countOpenSteps, move, pick, picked, type Action } from "./model.js";

/** A newer deployment takes the place of one that waits: nobody holds it, so its epoch is the one that was read. */
export const supersede: fc.Arbitrary<Action> = fc.nat(3).map((nth) => ({
  check: (model) => pick(model, nth) !== null,
  async run(model, real) {
    const deployment = picked(model, nth);
    const open = await countOpenSteps(real, deployment);
    const { moved } = await advanceDeployment(real.context.db.pool, { deploymentId: deployment.id, epoch: deployment.epoch }, { from: "queued", to: "superseded" });
    equal(moved, deployment.state === "queued");
    if (moved) move(deployment, "superseded", open);
  },
  toString: () => `supersede(#${nth})`,
}));
