import type { StackEventPayload } from "@windlass/contracts/event";
import type { Step, StepName, StepState } from "@windlass/contracts/step";
import { describe, expect, it } from "vitest";
import { timelineRows, type TimelineInput } from "./timeline-rows.js";

const createdMs = Date.parse("2026-11-28T10:00:00Z");
const at = (seconds: number) => new Date(createdMs + seconds * 1_000).toISOString();
const step = (name: StepName, from: number | null, to: number | null, state: StepState = "succeeded"): Step => ({
  name,
  state,
  startedAt: from === null ? null : at(from),
  finishedAt: to === null ? null : at(to),
  durationMs: from === null || to === null ? null : (to - from) * 1_000,
});
const event = (logicalId: string, status: string, seconds: number): StackEventPayload => ({
  eventId: `${logicalId}-${status}-${seconds}`,
  at: at(seconds),
  stackName: "shop-dev",
  logicalId,
  physicalId: null,
  resourceType: logicalId === "shop-dev" ? "AWS::CloudFormation::Stack" : "AWS::Lambda::Function",
  status,
  reason: null,
});
const input = (change: Partial<TimelineInput>): TimelineInput => ({
  createdMs,
  startedMs: createdMs + 5_000,
  endMs: createdMs + 60_000,
  nowMs: createdMs + 60_000,
  steps: [],
  spans: [],
  stackEvents: [],
  medians: new Map(),
  ...change,
});
const shown = (change: Partial<TimelineInput>) =>
  timelineRows(input(change)).map(({ parent, name, startMs, endMs, state, critical }) => `${parent ?? "·"} ${name} ${startMs / 1_000}–${endMs === null ? "" : endMs / 1_000} ${state}${critical ? " *" : ""}`);

describe("the rows of a timeline", () => {
  it("are the queue and the steps that ran, each with what was timed inside", () => {
    const rows = shown({
      steps: [step("build", 7, 20), step("checkout", 5, 7), step("approve", null, null, "skipped")],
      spans: [
        { step: "build", group: "install", name: "npm", startedAt: at(7), durationMs: 9_000 },
        { step: "build", group: "build", name: "node", startedAt: at(16), durationMs: 4_000 },
      ],
    });
    expect(rows).toEqual(["· queue 0–5 waiting *", "· checkout 5–7 done *", "· build 7–20 done *", "build npm 7–16 done *", "build node 16–20 done *"]);
  });

  it("show each resource by its operations, and the critical one", () => {
    const stackEvents = [
      event("shop-dev", "UPDATE_IN_PROGRESS", 30),
      event("Fast", "UPDATE_IN_PROGRESS", 31),
      event("Slow", "UPDATE_IN_PROGRESS", 31),
      event("Fast", "UPDATE_COMPLETE", 33),
      event("Slow", "UPDATE_IN_PROGRESS", 34),
      event("Slow", "UPDATE_FAILED", 40),
      event("Fast", "UPDATE_ROLLBACK_IN_PROGRESS", 40),
      event("Fast", "UPDATE_ROLLBACK_COMPLETE", 45),
    ];
    expect(shown({ steps: [step("apply", 30, 45, "failed")], stackEvents }).slice(1)).toEqual([
      "· apply 30–45 failed *",
      "apply Fast 31–33 done",
      "apply Slow 31–40 failed *",
      "apply Fast 40–45 done *",
    ]);
  });

  it("keep what another machine's clock says inside of its step, and go on to now while it runs", () => {
    const running = { steps: [step("plan", 10, null, "running")], endMs: null, nowMs: createdMs + 30_000 };
    const spans = [{ step: "plan" as const, group: "wait", name: "shop-dev", startedAt: at(4), durationMs: 90_000 }];
    expect(shown({ ...running, spans }).slice(1)).toEqual(["· plan 10– running *", "plan shop-dev 10–30 waiting *"]);
  });

  it("of one that still waits are the queue alone", () => {
    expect(shown({ startedMs: null, endMs: null })).toEqual(["· queue 0– waiting *"]);
  });
});
