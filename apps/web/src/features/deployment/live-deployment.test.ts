import type { Deployment } from "@windlass/contracts/deployment";
import type { DeploymentEvent, EventBody } from "@windlass/contracts/event";
import { describe, expect, it } from "vitest";
import { DeploymentHistory } from "../../live/deployment-history.js";
import { liveDeployment } from "./live-deployment.js";

const at = (second: number) => new Date(Date.UTC(2026, 10, 23, 6, 0, second)).toISOString();
const read: Deployment = {
  id: "0193b5a0-0000-7000-8000-000000000001",
  service: "hello",
  stage: "dev",
  stageId: "0193b5a0-0000-7000-8000-000000000002",
  number: 3,
  kind: "rollback",
  state: "queued",
  trigger: "manual",
  actor: { type: "user", id: "u", label: "Ada" },
  ref: null,
  commit: null,
  release: 1,
  error: null,
  planCounts: null,
  cancelRequestedAt: null,
  createdAt: at(0),
  startedAt: null,
  finishedAt: null,
  durationMs: null,
  steps: [
    { name: "plan", state: "pending", startedAt: null, finishedAt: null, durationMs: null },
    { name: "apply", state: "pending", startedAt: null, finishedAt: null, durationMs: null },
  ],
  outputs: [],
  endpoints: [],
  blocker: null,
  options: {},
  results: {},
  lastSeq: 1,
  group: null,
  guards: null,
  canary: null,
  canRollBackTo: false,
  report: null,
  supersededBy: null,
  freezeOverriddenBy: null,
  cancelNote: null,
};

function historyOf(...bodies: EventBody[]) {
  const history = new DeploymentHistory();
  history.append(bodies.map((body, index): DeploymentEvent => ({ ...body, seq: index + 1, at: at(index) })));
  return history.view();
}
const state = (from: Deployment["state"] | null, to: Deployment["state"], error: Deployment["error"] = null): EventBody => ({
  kind: "state",
  payload: { from, to, error },
});
const step = (name: "plan" | "apply", stepState: "running" | "succeeded" | "failed", durationMs: number | null = null): EventBody => ({
  kind: "step",
  payload: { name, state: stepState, durationMs },
});

describe("a deployment one looks at", () => {
  it("is as it was read until the history has caught up", () => {
    const seen = { ...read, state: "succeeded" as const, lastSeq: 40 };
    expect(liveDeployment(seen, historyOf(state(null, "queued")))).toBe(seen);
  });

  it("moves with its events", () => {
    const live = liveDeployment(
      read,
      historyOf(state(null, "queued"), state("queued", "planning"), step("plan", "running"), step("plan", "succeeded", 900), step("apply", "running")),
    );
    expect(live.state).toBe("planning");
    expect(live.startedAt).toBe(at(1));
    expect(live.steps).toEqual([
      { name: "plan", state: "succeeded", startedAt: at(2), finishedAt: at(3), durationMs: 900 },
      { name: "apply", state: "running", startedAt: at(4), finishedAt: null, durationMs: null },
    ]);
  });

  it("has its error and its duration the moment it ends", () => {
    const error = { code: "stack_failed", message: "Table failed", hint: "See the reason." } as const;
    const live = liveDeployment(read, historyOf(state(null, "queued"), state("queued", "planning"), state("planning", "failed", error)));
    expect(live).toMatchObject({ state: "failed", error, finishedAt: at(2), durationMs: 1_000 });
  });

  it("starts a step's time anew when another worker takes it over", () => {
    const live = liveDeployment(read, historyOf(state(null, "queued"), step("plan", "running"), step("plan", "running")));
    expect(live.steps[0]?.startedAt).toBe(at(2));
  });
});
