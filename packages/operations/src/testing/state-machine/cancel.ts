import { equal } from "node:assert/strict";
import { isCancellable } from "@windlass/contracts/deployment-state";
import { WindlassError } from "@windlass/contracts/error";
import fc from "fast-check";
import { requestCancellation } from "../../deployment/request-cancellation.js";
import { countOpenSteps, move, pick, picked, type Action } from "./model.js";

/** Somebody cancels: at once where no worker is at work, else the worker is asked to stop; refused where it is too late. */
export const cancel: fc.Arbitrary<Action> = fc.nat(3).map((nth) => ({
  check: (model) => pick(model, nth) !== null,
  async run(model, real) {
    const deployment = picked(model, nth);
    const open = await countOpenSteps(real, deployment);
    const address = real.stages[deployment.stage];
    if (!address) throw new Error("The deployment has no stage.");
    const asked = requestCancellation(real.context, { ...address, number: deployment.number });
    const code = await asked.then(() => null, (error: unknown) => (error instanceof WindlassError ? error.code : "another"));
    equal(code, isCancellable(deployment.state) ? null : "not_cancellable");
    if (code !== null) return;
    const first = !deployment.cancelAsked;
    deployment.cancelAsked = true;
    if (first && (deployment.state === "queued" || deployment.state === "awaiting_approval")) move(deployment, "cancelled", open);
  },
  toString: () => `cancel(#${nth})`,
}));
