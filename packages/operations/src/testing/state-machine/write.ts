import { equal } from "node:assert/strict";
import fc from "fast-check";
import { appendEvents } from "../../deployment-run/append-events.js";
import { inFence } from "../../deployment-run/fence.js";
import { finishStep } from "../../deployment-run/finish-step.js";
import { renewLease } from "../../deployment-run/renew-lease.js";
import { fenceOf, isLeaseLost, pick, picked, type Action, type ModelDeployment } from "./model.js";

const line = { kind: "log", at: new Date(0), payload: { step: null, stream: "windlass", level: "info", text: "a line" } } as const;

/** A worker writes lines, ends a step or renews: with the lease it does, without it nothing is written. */
export const write: fc.Arbitrary<Action> = fc
  .record({ nth: fc.nat(3), worker: fc.nat(2), what: fc.constantFrom("lines", "step", "renewal") })
  .map(({ nth, worker, what }) => ({
    check: (model) => pick(model, nth) !== null,
    async run(model, real) {
      const deployment = picked(model, nth);
      const fence = fenceOf(real, worker, deployment);
      if (!fence) return;
      const { pool } = real.context.db;
      const works = {
        lines: () => appendEvents(pool, fence, [line, line]),
        step: () => inFence(real.context.db, fence, (tx) => finishStep(tx, { name: "checkout", state: "succeeded" })),
        renewal: () => renewLease(pool, fence),
      };
      const lost = await isLeaseLost(works[what]());
      // Renewing a lease that was given back is refused too; its last holder may still write what it has to say.
      equal(lost, fence.epoch !== deployment.epoch || (what === "renewal" && deployment.holder === null));
      if (!lost) apply(deployment, what);
    },
    toString: () => `write(#${nth}, ${worker}, ${what})`,
  }));

function apply(deployment: ModelDeployment, what: "lines" | "step" | "renewal"): void {
  if (what === "renewal") deployment.expired = false;
  else deployment.events += what === "lines" ? 2 : 1;
  if (what === "step") deployment.takeovers = 0;
}
