import { equal } from "node:assert/strict";
import { deploymentTransitions, type DeploymentState, type Transition } from "@windlass/contracts/deployment-state";
import fc from "fast-check";
import { advanceDeployment } from "../../deployment-run/advance-deployment.js";
import type { Fence } from "../../deployment-run/fence.js";
import { countOpenSteps, fenceOf, move, pick, picked, type Action, type ModelDeployment, type Real } from "./model.js";

/**
 * A worker moves a deployment on, from the state in which it is or, being late, from another. It succeeds when the worker
 * holds the lease and the state is what it thinks. What leaves `queued` does so by `admit`.
 */
export const advance: fc.Arbitrary<Action> = fc
  .record({ nth: fc.nat(3), worker: fc.nat(2), target: fc.nat(5), late: fc.integer({ min: 0, max: 5 }).map((drawn) => drawn === 0) })
  .map(({ nth, worker, target, late }) => ({
    check: (model) => pick(model, nth) !== null,
    async run(model, real) {
      const deployment = picked(model, nth);
      const fence = fenceOf(real, worker, deployment);
      const next = moveFrom(late ? "planning" : deployment.state, target);
      if (!fence || !next || next.from === "queued") return;
      await advanceWith(fence, next, { real, deployment });
    },
    toString: () => `advance(#${nth}, ${worker}, to ${target}${late ? ", late" : ""})`,
  }));

/** What comes of a move with a lease, which may be stale. */
export async function advanceWith(fence: Fence, next: Transition, { real, deployment }: { real: Real; deployment: ModelDeployment }): Promise<void> {
  const open = await countOpenSteps(real, deployment);
  const { moved } = await advanceDeployment(real.context.db.pool, fence, next);
  equal(moved, fence.epoch === deployment.epoch && next.from === deployment.state);
  if (moved) move(deployment, next.to, open);
}

/** One of the legal moves from a state, which a generated number chooses; null at the end. */
function moveFrom(from: DeploymentState, choice: number): Transition | null {
  const targets = deploymentTransitions[from];
  const to = targets[choice % Math.max(1, targets.length)];
  const candidate = { from, to };
  return isLegal(candidate) ? candidate : null;
}

function isLegal(candidate: { from: DeploymentState; to: DeploymentState | undefined }): candidate is Transition {
  return deploymentTransitions[candidate.from].some((to) => to === candidate.to);
}
