import { deepEqual, equal } from "node:assert/strict";
import { isTerminal } from "@windlass/contracts/deployment-state";
import fc from "fast-check";
import { acquireLease } from "../../deployment-run/acquire-lease.js";
import { pick, picked, workers, type Action, type ModelDeployment, type Real } from "./model.js";

/**
 * The job of a deployment arrives at one worker, or at several in the same moment: jobs are doubled. One of them gets the
 * lease when it is free or has run out, and nobody else does.
 */
export const take: fc.Arbitrary<Action> = fc.record({ nth: fc.nat(3), among: fc.subarray([...workers], { minLength: 1 }) }).map(({ nth, among }) => ({
  check: (model) => pick(model, nth) !== null,
  async run(model, real) {
    await takeUp(real, picked(model, nth), among);
  },
  toString: () => `take(#${nth}, ${among.join(" + ")})`,
}));

/** What several workers come to that take up a deployment at once. */
export async function takeUp(real: Real, deployment: ModelDeployment, among: readonly string[]): Promise<void> {
  const { id, holder } = deployment;
  const outcomes = await Promise.all(among.map((owner) => acquireLease(real.context.db.pool, { deploymentId: id, owner })));
  if (isTerminal(deployment.state)) {
    deepEqual(outcomes, among.map(() => ({ outcome: "ended" })));
    return;
  }
  const isFree = holder === null || deployment.expired;
  const winners = outcomes.filter((outcome) => outcome.outcome === "acquired");
  equal(winners.length, isFree ? 1 : 0);
  for (const [index, outcome] of outcomes.entries()) {
    const owner = among[index] ?? "ada";
    if (outcome.outcome !== "acquired") {
      deepEqual([outcome.outcome, isFree || ("owner" in outcome && outcome.owner === holder)], ["held", true]);
      continue;
    }
    Object.assign(deployment, { epoch: deployment.epoch + 1, holder: owner, expired: false, takeovers: deployment.takeovers + (holder === null ? 0 : 1) });
    const { state, previousOwner, takeovers, fence } = outcome;
    deepEqual([state, previousOwner, takeovers, fence.epoch], [deployment.state, holder, deployment.takeovers, deployment.epoch]);
    real.fences.set(`${owner} ${id}`, outcome.fence);
  }
}
