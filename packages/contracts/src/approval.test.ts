import { expect, it } from "vitest";
import { approvalReason } from "./approval.js";
import { planSchema, type ResourceChange } from "./plan.js";
import { approvalRulesSchema } from "./stage-settings.js";

const change = (more: Partial<ResourceChange>): ResourceChange => ({
  logicalId: "Orders",
  physicalId: null,
  resourceType: "AWS::DynamoDB::Table",
  action: "change",
  replacement: "no",
  stateful: true,
  risk: "low",
  properties: [],
  ...more,
});
const reason = (mode: "never" | "risky" | "always", ...changes: ResourceChange[]) => approvalReason({ operation: "update", changes }, approvalRulesSchema.parse({ mode }));

it("asks for approval where the rules say so", () => {
  const harmless = change({});
  const removed = change({ action: "remove" });
  expect(reason("never", removed)).toBeNull();
  expect(reason("risky", harmless, change({ action: "remove", stateful: false }))).toBeNull();
  expect(reason("risky", removed)).toContain("Orders (AWS::DynamoDB::Table)");
  expect(reason("risky", change({ action: "replace", replacement: "yes" }))).not.toBeNull();
  expect(reason("risky", change({ replacement: "maybe" }))).not.toBeNull();
  expect(reason("always", harmless)).not.toBeNull();
  expect(approvalReason({ operation: "none", changes: [] }, approvalRulesSchema.parse({ mode: "always" }))).toBeNull();
});

it("reads plans from before their access, code and budget were kept", () => {
  const counts = { added: 0, changed: 0, replaced: 0, removed: 0 };
  expect(planSchema.parse({ changeSetId: null, operation: "none", changes: [], counts })).toMatchObject({ access: [], code: [], budget: null, exportsInUse: [] });
});
