import fc from "fast-check";
import { admitWith } from "./admit.js";
import { advanceWith } from "./advance.js";
import { pick, picked, type Action } from "./model.js";
import { planWith } from "./plan.js";
import { takeUp } from "./take.js";

/** A worker does all that is to do until somebody must approve, when it is the deployment's turn: most histories get no further than that by single steps. */
export const walk: fc.Arbitrary<Action> = fc.record({ nth: fc.nat(3), plan: fc.nat(1) }).map(({ nth, plan }) => ({
  check: (model) => ["queued", "preparing", "planning"].includes(pick(model, nth)?.state ?? ""),
  async run(model, real) {
    const deployment = picked(model, nth);
    if (deployment.holder === null) await takeUp(real, deployment, ["ada"]);
    const fence = real.fences.get(`${deployment.holder} ${deployment.id}`);
    if (!fence) return;
    if (deployment.state === "queued") await admitWith(fence, { model, real, deployment });
    if (deployment.state === "preparing") await advanceWith(fence, { from: "preparing", to: "planning" }, { real, deployment });
    if (deployment.state !== "planning") return;
    await planWith(fence, plan, { real, deployment });
    await advanceWith(fence, { from: "planning", to: "awaiting_approval" }, { real, deployment });
  },
  toString: () => `walk(#${nth}, to approval of ${plan})`,
}));
