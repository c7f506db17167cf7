import { describe, expect, it } from "vitest";
import type { StageStatus } from "../ui/state-tone.js";
import { serviceTone } from "./service-tone.js";

const stage = (name: string, status: StageStatus) => ({
  id: "01890a5d-ac96-774b-bcce-b302099a8057",
  service: "orders",
  name,
  account: "sandbox",
  accountKind: "sandbox" as const,
  region: "us-east-1",
  branch: null,
  autoDeploy: false,
  status,
  release: null,
  lastDeployment: null,
  createdAt: "2026-11-23T06:00:00.000Z",
});

describe("serviceTone", () => {
  it("takes the tone of the worst stage", () => {
    expect(serviceTone({ stages: [stage("dev", "live"), stage("prod", "failed")] })).toEqual({ tone: "bad", text: "prod: Failed" });
    expect(serviceTone({ stages: [stage("dev", "deploying"), stage("prod", "live")] }).tone).toBe("run");
    expect(serviceTone({ stages: [stage("dev", "live"), stage("prod", "never_deployed")] }).tone).toBe("good");
  });
  it("says so when there is no stage", () => {
    expect(serviceTone({ stages: [] })).toEqual({ tone: "idle", text: "no stage yet" });
  });
});
