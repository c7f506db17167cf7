import { describe, expect, it } from "vitest";
import { readReport } from "./read-report.js";
import { runGuard } from "./run-guard.js";

const data = JSON.stringify({ Resources: { B: { Type: "AWS::S3::Bucket" } } });

describe("runGuard", () => {
  it("reports what holds, what fails and what does not apply", async () => {
    const rules = ["rule holds { Resources exists }", "rule fails { Resources.*.Properties exists <<is bare>> }", "rule idle when Nothing exists { A exists }"];
    expect(readReport(await runGuard({ rules, data }))).toEqual({
      failures: [{ guardName: "fails", path: "/Resources/B", says: "is bare" }],
      compliant: ["holds"],
      notApplicable: ["idle"],
    });
  });

  it("is an error, not a pass, when a rule cannot be read", async () => {
    await expect(runGuard({ rules: ["rule broken {"], data })).rejects.toMatchObject({ code: "worker_failed" });
  });

  it("is an error when cfn-guard gives up on an expression", async () => {
    const value = JSON.stringify({ Resources: "a".repeat(4_000) });
    const rules = [String.raw`rule slow { Resources != /[a-z]+:(?!x)[^@]+@/ }`];
    await expect(runGuard({ rules, data: value })).rejects.toMatchObject({ code: "worker_failed", message: expect.stringContaining("panicked") });
  });

  it("ends cfn-guard when its time is up", async () => {
    await expect(runGuard({ rules: ["rule holds { Resources exists }"], data, timeLimitMs: 1 })).rejects.toMatchObject({
      code: "worker_failed",
      message: "The policy check took too long.",
    });
  });
});
