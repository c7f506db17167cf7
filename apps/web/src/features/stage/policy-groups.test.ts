import type { Finding } from "@windlass/contracts/finding";
import { describe, expect, it } from "vitest";
import { groupFindings } from "./policy-groups.js";

const finding = (rule: string, outcome: "pass" | "fail", severity: Finding["severity"], logicalId: string | null = null): Finding => ({
  id: "01890a5d-ac96-774b-bcce-b302099a8057",
  pack: "essentials",
  rule,
  title: rule,
  severity,
  level: "advisory",
  outcome,
  logicalId,
  resourceType: null,
  templatePath: null,
  place: null,
  message: "",
  hint: "",
});

describe("groupFindings", () => {
  it("puts failing rules first, then the severe ones", () => {
    const groups = groupFindings(
      [finding("a", "pass", "critical"), finding("b", "fail", "low"), finding("c", "fail", "high"), finding("d", "pass", "low")],
      {},
    );
    expect(groups.map((group) => group.rule)).toEqual(["c", "b", "a", "d"]);
  });
  it("gathers the resources that fail one rule", () => {
    const [group] = groupFindings([finding("a", "fail", "high", "One"), finding("a", "fail", "high", "Two")], {});
    expect(group?.failures.map((each) => each.logicalId)).toEqual(["One", "Two"]);
  });
  it("shows the level of the stage's settings over the one that was applied", () => {
    expect(groupFindings([finding("a", "pass", "low")], { a: "mandatory" })[0]?.level).toBe("mandatory");
    expect(groupFindings([finding("a", "pass", "low")], {})[0]?.level).toBe("advisory");
  });
});
