import { describe, expect, it } from "vitest";
import { cancellationOf } from "./cancellation.js";
import { deploymentKinds } from "./deployment-kind.js";
import { deploymentStates, deploymentTransitions, isCancellable, isTerminal, type DeploymentState } from "./deployment-state.js";

/** The states that can follow a state, over any number of moves. */
function reachable(from: DeploymentState, seen = new Set<DeploymentState>()): Set<DeploymentState> {
  for (const next of deploymentTransitions[from]) {
    if (seen.has(next)) continue;
    seen.add(next);
    reachable(next, seen);
  }
  return seen;
}

describe("a cancellation", () => {
  it("is defined in every state of every kind, with an end that the machine can reach, or with why not", () => {
    for (const state of deploymentStates) {
      for (const kind of deploymentKinds) {
        const cancellation = cancellationOf({ state, kind });
        const sound = cancellation.allowed
          ? isCancellable(state) && isTerminal(cancellation.ends) && reachable(state).has(cancellation.ends) && cancellation.effect !== ""
          : cancellation.why !== "";
        expect([state, kind, sound]).toEqual([state, kind, true]);
      }
    }
  });

  it("of a deploy is allowed wherever the machine allows one", () => {
    expect(deploymentStates.filter((state) => cancellationOf({ state, kind: "deploy" }).allowed)).toEqual(deploymentStates.filter(isCancellable));
  });

  it("of a deletion is refused once it has begun, and before that it is not", () => {
    expect(cancellationOf({ state: "planning", kind: "remove" }).allowed).toBe(true);
    expect(cancellationOf({ state: "deploying", kind: "remove" })).toMatchObject({ allowed: false, why: expect.stringContaining("deletion") });
  });
});
