import { expect, it } from "vitest";
import { openOperationLog } from "./operation-log.js";
import type { OperationEvent } from "./read-stack-events.js";

const stackId = "arn:aws:cloudformation:us-east-1:000000000000:stack/orders-dev/1";
let made = 0;
const event = (status: string, more: Partial<OperationEvent> = {}): OperationEvent => ({
  eventId: `event-${(made += 1)}`,
  at: new Date(Date.UTC(2026, 10, 29, 12, 0, made)).toISOString(),
  stackName: "orders-dev",
  stackId,
  logicalId: "orders-dev",
  physicalId: stackId,
  resourceType: "AWS::CloudFormation::Stack",
  status,
  reason: null,
  token: "ours",
  ...more,
});
const ofResource = { logicalId: "Table", physicalId: "table", resourceType: "AWS::DynamoDB::Table" };
const open = () => openOperationLog(stackId, { token: "ours", sinceMs: Date.UTC(2026, 10, 29) });

it("reads no further back than to where its operation began", () => {
  const before = event("UPDATE_COMPLETE", { token: "theirs" });
  expect(open().isEnough([before, event("UPDATE_IN_PROGRESS"), event("UPDATE_IN_PROGRESS", ofResource)])).toBe(true);
});

it("reads on where it sees the middle of its operation only, or that of somebody else", () => {
  expect(open().isEnough([event("UPDATE_IN_PROGRESS", ofResource), event("UPDATE_ROLLBACK_IN_PROGRESS")])).toBe(false);
  expect(open().isEnough([event("DELETE_IN_PROGRESS")])).toBe(false);
  expect(open().isEnough([event("UPDATE_IN_PROGRESS", { token: "theirs" })])).toBe(false);
  // Of a stack that a change set made and that was not begun yet.
  expect(open().isEnough([event("REVIEW_IN_PROGRESS")])).toBe(false);
});

it("reads a nested stack's events back to the time from which they count", () => {
  const nested = openOperationLog(stackId, { fromMs: Date.UTC(2026, 10, 29, 13) });
  expect(nested.isEnough([event("UPDATE_IN_PROGRESS", { at: "2026-11-29T13:00:01.000Z" })])).toBe(false);
  expect(nested.isEnough([event("UPDATE_IN_PROGRESS", { at: "2026-11-29T12:59:59.000Z" })])).toBe(true);
});
