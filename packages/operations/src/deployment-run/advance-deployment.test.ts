import { describe, expect, it } from "vitest";
import type { Move } from "./advance-deployment.js";
import { stageStatusAfter } from "./stage-status-after.js";

describe("moves of a deployment", () => {
  it("do not compile when the state machine has no such move", () => {
    const legal: Move = { from: "deploying", to: "rolling_back" };
    // @ts-expect-error a roll-back under way cannot succeed
    const illegal: Move = { from: "rolling_back", to: "succeeded" };
    // @ts-expect-error nothing follows an end
    const resurrected: Move = { from: "failed", to: "preparing" };
    expect([legal.to, illegal.to, resurrected.to]).toEqual(["rolling_back", "succeeded", "preparing"]);
  });

  it("say of the stage only what they know of AWS", () => {
    expect(stageStatusAfter({ from: "preparing", to: "failed" })).toBeNull();
    expect(stageStatusAfter({ from: "planning", to: "cancelled" })).toBeNull();
    expect(stageStatusAfter({ from: "planning", to: "deploying" })).toBe("deploying");
    expect(stageStatusAfter({ from: "verifying", to: "succeeded" })).toBe("by_kind");
    expect(stageStatusAfter({ from: "rolling_back", to: "rolled_back" })).toBe("by_release");
    expect(stageStatusAfter({ from: "verifying", to: "failed" })).toBe("failed");
  });
});
