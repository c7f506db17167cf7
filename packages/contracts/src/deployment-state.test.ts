import { describe, expect, it } from "vitest";
import {
  activeStates,
  deploymentStates,
  deploymentTransitions,
  isActive,
  isCancellable,
  isTerminal,
  terminalStates,
  type DeploymentState,
  type Transition,
} from "./deployment-state.js";

function reachableFrom(start: DeploymentState): Set<DeploymentState> {
  const seen = new Set<DeploymentState>();
  const open: DeploymentState[] = [start];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    open.push(...deploymentTransitions[state]);
  }
  return seen;
}

describe("the state machine of a deployment", () => {
  it("reaches every state from queued", () => {
    expect([...reachableFrom("queued")].sort()).toEqual([...deploymentStates].sort());
  });

  it("can end from every state", () => {
    for (const state of deploymentStates) {
      expect([...reachableFrom(state)].some(isTerminal), state).toBe(true);
    }
  });

  it("is queued, active or terminal, never two of them", () => {
    for (const state of deploymentStates) {
      const kinds = [state === "queued", isActive(state), isTerminal(state)].filter(Boolean);
      expect(kinds, state).toHaveLength(1);
    }
    expect(activeStates.length + terminalStates.length + 1).toBe(deploymentStates.length);
  });

  it("never leaves AWS at work behind a cancellation", () => {
    expect(deploymentStates.filter((state) => deploymentTransitions[state].some((next) => next === "cancelled"))).toEqual([
      "queued",
      "preparing",
      "planning",
      "awaiting_approval",
    ]);
    expect(deploymentStates.filter(isCancellable)).toEqual(["queued", "preparing", "planning", "awaiting_approval", "deploying", "verifying"]);
  });

  it("refuses an illegal transition at compile time", () => {
    const legal: Transition = { from: "deploying", to: "verifying" };
    // @ts-expect-error a deployment that is deploying cannot be superseded
    const illegal: Transition = { from: "deploying", to: "superseded" };
    expect([legal.to, illegal.to]).toEqual(["verifying", "superseded"]);
  });
});
