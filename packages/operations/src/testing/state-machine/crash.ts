import fc from "fast-check";
import { pick, picked, type Action, type ModelDeployment, type Real } from "./model.js";

/** The worker that holds the lease stops answering until the lease has run out. It may still come back. */
export const crash: fc.Arbitrary<Action> = fc.nat(3).map((nth) => ({
  check: (model) => pick(model, nth)?.holder != null,
  async run(model, real) {
    await expire(real, picked(model, nth));
  },
  toString: () => `crash(holder of #${nth})`,
}));

/** Lets a lease run out now. */
export async function expire(real: Real, deployment: ModelDeployment): Promise<void> {
  await real.context.db.pool.query("UPDATE deployments SET lease_expires_at = clock_timestamp() - interval '1 second' WHERE id = $1", [deployment.id]);
  deployment.expired = true;
}
