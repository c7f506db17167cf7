import type { Finding } from "@windlass/contracts/finding";
import { expect, it } from "vitest";
import { sortFindings } from "./sort-findings.js";

let count = 0;
function finding(rule: string, more: Partial<Finding>): Finding {
  count += 1;
  return {
    id: `0193b5a0-0000-7000-8000-${String(count).padStart(12, "0")}`,
    pack: "essentials",
    rule,
    title: rule,
    severity: "medium",
    level: "advisory",
    outcome: "fail",
    logicalId: null,
    resourceType: null,
    templatePath: null,
    place: null,
    message: "",
    hint: "",
    ...more,
  };
}

it("sorts findings by what they do, the severest first", () => {
  const sorted = sortFindings([
    finding("advice", {}),
    finding("silent", { level: "off" }),
    finding("block-low", { level: "mandatory", severity: "low" }),
    finding("block-critical", { level: "mandatory", severity: "critical" }),
    finding("fine", { level: "mandatory", outcome: "pass" }),
  ]);
  expect(Object.values(sorted).map((group: Finding[]) => group.map(({ rule }) => rule))).toEqual([
    ["block-critical", "block-low"],
    ["advice"],
    ["fine"],
  ]);
});
