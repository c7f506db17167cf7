import fc from "fast-check";
import { pick, picked, type Action } from "./model.js";

/** The worker that holds the lease stops answering until the lease has run out. It may still come back. */
export const crash: fc.Arbitrary<Action> = fc.nat(3).map((nth) => ({
  check: (model) => pick(model, nth)?.holder != null,
  async run(model, real) {
    const deployment = picked(model, nth);
    await real.context.db.pool.query("UPDATE deployments SET lease_expires_at = clock_timestamp() - interval '1 second' WHERE id = $1", [deployment.id]);
    deployment.expired = true;
  },
  toString: () => `crash(holder of #${nth})`,
}));
