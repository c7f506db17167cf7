import type { DeploymentEvent } from "@windlass/contracts/event";
import { describe, expect, it } from "vitest";
import { DeploymentHistory } from "./deployment-history.js";

const at = "2026-11-23T06:00:00.000Z";
const line = (seq: number, text = `line ${seq}`): DeploymentEvent => ({
  seq,
  at,
  kind: "log",
  payload: { step: null, stream: "stdout", level: "info", text },
});
const texts = (history: DeploymentHistory) => history.view().rows.map((row) => (row.kind === "line" ? row.text : row.kind));

describe("a deployment's history", () => {
  it("keeps every row once and in order when batches overlap", () => {
    const history = new DeploymentHistory();
    expect(history.append([line(1), line(2)])).toBe("grown");
    expect(history.append([line(1, "again"), line(2, "again"), line(3)])).toBe("grown");
    expect(history.append([line(2, "again")])).toBe("unchanged");
    expect(texts(history)).toEqual(["line 1", "line 2", "line 3"]);
  });

  it("refuses a batch from its gap on", () => {
    const history = new DeploymentHistory();
    expect(history.append([line(1), line(3), line(4)])).toBe("gap");
    expect(history.lastSeq).toBe(1);
    expect(history.append([line(2), line(3)])).toBe("grown");
    expect(texts(history)).toEqual(["line 1", "line 2", "line 3"]);
  });

  it("places what names no step in the step that was running", () => {
    const history = new DeploymentHistory();
    const step = (seq: number, state: "running" | "succeeded"): DeploymentEvent => ({
      seq,
      at,
      kind: "step",
      payload: { name: "apply", state, durationMs: null },
    });
    history.append([line(1), step(2, "running"), line(3), step(4, "succeeded"), line(5)]);
    expect(history.view().rows.map((row) => row.step)).toEqual([null, "apply", "apply", "apply", null]);
  });

  it("has ended once its last state is terminal", () => {
    const history = new DeploymentHistory();
    const state = (seq: number, from: "queued" | null, to: "queued" | "cancelled"): DeploymentEvent => ({
      seq,
      at,
      kind: "state",
      payload: { from, to, error: null },
    });
    history.append([state(1, null, "queued")]);
    expect(history.view().ended).toBe(false);
    history.append([state(2, "queued", "cancelled")]);
    expect(history.view().ended).toBe(true);
  });

  it("does not change a view that was taken before", () => {
    const history = new DeploymentHistory();
    history.append([line(1)]);
    const before = history.view();
    history.append([line(2)]);
    expect(before.lastSeq).toBe(1);
    expect(history.view().lastSeq).toBe(2);
  });
});
