import { describe, expect, it } from "vitest";
import { differences } from "./compare-templates.mjs";
import { median, percentile, report, summary, verdict } from "./rows.mjs";

const row = { proof: "P4", what: "deploy without a change", goal: 0.5, ours: [1, 3, 2], peer: [8, 4, 6], peerName: "peer", wrong: [] };

describe("rows", () => {
  it("are judged by the ratio of medians, and never when an answer was wrong", () => {
    expect([median([3, 1, 2]), median([4, 1, 3, 2])]).toEqual([2, 2.5]);
    expect(verdict(row)).toBe("met");
    expect(verdict({ ...row, goal: 0.3 })).toBe("missed");
    expect(verdict({ ...row, goal: null })).toBe("measured");
    expect(verdict({ ...row, wrong: ["v1 instead of v2"] })).toBe("wrong");
  });

  it("are judged from below where more is better, and by a limit of their own beside the ratio or without a peer", () => {
    const rate = { ...row, better: "more", goal: 0.3, unit: "per second" };
    expect([verdict(rate), verdict({ ...rate, goal: 0.4 })]).toEqual(["met", "missed"]);
    expect([verdict({ ...row, limit: 2 }), verdict({ ...row, limit: 1.9 })]).toEqual(["met", "missed"]);
    const lost = { ...row, goal: null, limit: 0, unit: "count", ours: [0], peer: [] };
    expect([verdict(lost), verdict({ ...lost, ours: [1] }), verdict({ ...lost, ours: [] })]).toEqual(["met", "missed", "missed"]);
    expect(report([lost]).split("\n")[1]).toBe("P4     deploy without a change  0         -            <= 0  met");
    expect([percentile([1, 2, 3, 4, 5], 0.95), summary(rate)]).toEqual([4.8, "2.0/s, 0.333x (met >= 0.3x)"]);
  });

  it("are reported with medians, ratio and every round", () => {
    expect(report([row]).split("\n")).toEqual([
      "PROOF  WHAT                     WINDLASS  PEER           RATIO   GOAL",
      "P4     deploy without a change  2.00 s    6.00 s (peer)  0.333x  <= 0.5x  met",
      "",
      "Raw rounds, in the order in which they ran",
      "P4 deploy without a change",
      "  windlass  1.00 s  3.00 s  2.00 s",
      "  peer  8.00 s  4.00 s  6.00 s",
    ]);
    const memory = report([{ ...row, unit: "bytes", ours: [53e6], peer: [239.4e6] }]);
    expect(memory).toContain("53 MB     239 MB (peer)  0.221x");
  });
});

describe("differences", () => {
  const template = (S3Key, version, memory) => ({
    Resources: { F: { Properties: { Code: { S3Key }, MemorySize: memory } }, [`FLambdaVersion${version}`]: { Ref: "F" } },
  });
  const versions = ["a".repeat(43), "b".repeat(43)];

  it("leaves out what each run names anew, and finds the rest", () => {
    expect(differences(template("1", versions[0], 128), template("2", versions[1], 128))).toEqual([]);
    expect(differences(template("1", versions[0], 128), template("2", versions[1], 256))).toEqual([expect.stringMatching(/^F differs/)]);
    expect(differences({ Resources: { A: {} } }, { Resources: { B: {} } })).toEqual(["A is not in the peer's template", "B is missing"]);
  });
});
