import fc from "fast-check";
import { expire } from "./crash.js";
import { pick, picked, workers, type Action } from "./model.js";
import { takeUp } from "./take.js";

/** The holder falls silent and another worker takes over: from now on there is one that is late. */
export const takeOver: fc.Arbitrary<Action> = fc.record({ nth: fc.nat(3), by: fc.constantFrom(...workers) }).map(({ nth, by }) => ({
  check: (model) => pick(model, nth)?.holder != null,
  async run(model, real) {
    const deployment = picked(model, nth);
    await expire(real, deployment);
    await takeUp(real, deployment, [by]);
  },
  toString: () => `takeOver(#${nth}, by ${by})`,
}));
