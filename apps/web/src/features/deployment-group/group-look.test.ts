import type { GroupMember } from "@windlass/contracts/deployment-group";
import type { DeploymentState } from "@windlass/contracts/deployment-state";
import { describe, expect, it } from "vitest";
import { groupSummary, groupTitle, listedTitle } from "./group-look.js";

const member = (state: DeploymentState, rest: Partial<GroupMember> = {}): GroupMember => ({
  id: "01936d5a-0000-7000-8000-000000000001", service: "a", stage: "dev", stageId: "01936d5a-0000-7000-8000-000000000002", number: 1, kind: "deploy", state,
  trigger: "push", actor: { type: "webhook", id: "x", label: "Ada" }, ref: "main", commit: null, release: null, error: null, planCounts: null,
  cancelRequestedAt: null, createdAt: "2026-11-29T00:00:00.000Z", startedAt: null, finishedAt: null, durationMs: null, needs: [], blocker: null, ...rest,
});

describe("the summary of a group", () => {
  it("counts how each ended: a skipped one is not called cancelled, and what goes on is told apart from what waits", () => {
    const skipped = member("cancelled", { error: { code: "dependency_failed", message: "", hint: "" } });
    const deployments = [member("succeeded"), member("failed"), member("rolled_back"), member("cancelled"), skipped, member("queued"), member("deploying"), member("superseded")];
    expect(groupSummary({ waves: [{ wave: 1, deployments }] })).toBe("1 succeeded, 1 skipped, 1 superseded, 1 waiting, 1 running, 3 failed");
  });

  it("names the stage", () => {
    const waves = [{ wave: 1, deployments: [member("queued")] }, { wave: 2, deployments: [member("queued", { service: "b" })] }];
    expect(groupTitle({ kind: "deploy", waves })).toBe("2 deployments to dev");
    expect(groupTitle({ kind: "remove", waves: waves.slice(1) })).toBe("1 removal of dev");
    expect(listedTitle({ kind: "remove", stages: ["dev", "qa"], counts: { succeeded: 2, skipped: 1, superseded: 0, waiting: 0, running: 0, failed: 1 } })).toBe("4 removals of dev, qa");
  });
});
