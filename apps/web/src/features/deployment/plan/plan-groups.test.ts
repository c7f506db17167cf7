import type { ResourceChange } from "@windlass/contracts/plan";
import { expect, it } from "vitest";
import { planGroups } from "./plan-groups.js";

function change(logicalId: string, action: ResourceChange["action"], more: Partial<ResourceChange> = {}): ResourceChange {
  return {
    logicalId,
    physicalId: null,
    resourceType: "AWS::SNS::Topic",
    action,
    replacement: "no",
    stateful: false,
    risk: "none",
    properties: [],
    ...more,
  };
}

it("puts what may lose something first", () => {
  const groups = planGroups([
    change("New", "add"),
    change("B", "change"),
    change("A", "change"),
    change("Table", "change", { stateful: true }),
    change("Risky", "change", { risk: "high" }),
    change("Gone", "remove"),
    change("Swapped", "replace"),
  ]);
  expect(groups.map(({ title, changes }) => [title, changes.map((each) => each.logicalId)])).toEqual([
    ["Removed", ["Gone"]],
    ["Replaced", ["Swapped"]],
    ["Changed", ["Risky", "Table", "A", "B"]],
    ["Added", ["New"]],
  ]);
  expect(planGroups([])).toEqual([]);
});
