import type { StackEventPayload } from "@windlass/contracts/event";
import { describe, expect, it } from "vitest";
import { resourceSegments, splitStatus } from "./resource-segments.js";
import { buildTimeline } from "./timeline.js";

const start = Date.UTC(2026, 10, 23, 6);
let eventCount = 0;
/** One event, `second` seconds after the start: `event(2, "Table", "CREATE_COMPLETE")`. */
function event(second: number, logicalId: string, status: string, more: Partial<StackEventPayload> = {}): StackEventPayload {
  eventCount += 1;
  return {
    eventId: `event-${eventCount}`,
    at: new Date(start + second * 1000).toISOString(),
    stackName: "shop-dev",
    logicalId,
    physicalId: null,
    resourceType: logicalId === (more.stackName ?? "shop-dev") ? "AWS::CloudFormation::Stack" : "AWS::DynamoDB::Table",
    status,
    reason: null,
    ...more,
  };
}
const seconds = (at: number | null | undefined) => (at === null || at === undefined ? null : (at - start) / 1000);

describe("operations on a resource", () => {
  it("splits a status into operation and outcome", () => {
    expect(splitStatus("DELETE_FAILED")).toEqual({ operation: "DELETE", outcome: "FAILED" });
    expect(splitStatus("UPDATE_ROLLBACK_IN_PROGRESS")).toEqual({ operation: "UPDATE_ROLLBACK", outcome: "IN_PROGRESS" });
    expect(splitStatus("SOMETHING_NEW")).toEqual({ operation: "SOMETHING_NEW", outcome: null });
  });

  it("joins what repeats and parts what follows", () => {
    const segments = resourceSegments(
      [
        event(0, "A", "CREATE_IN_PROGRESS"),
        event(1, "A", "CREATE_IN_PROGRESS", { reason: "Resource creation Initiated" }),
        event(3, "A", "CREATE_FAILED", { reason: "no" }),
        event(5, "A", "DELETE_IN_PROGRESS"),
        event(6, "A", "DELETE_COMPLETE"),
      ],
      start + 4000,
    );
    expect(segments.map(({ startAt, endAt, tone }) => [seconds(startAt), seconds(endAt), tone])).toEqual([
      [0, 3, "failed"],
      [5, 6, "undone"],
    ]);
    expect(segments[0]?.reason).toBe("no");
  });

  it("leaves what is under way open", () => {
    expect(resourceSegments([event(2, "A", "UPDATE_IN_PROGRESS")], null)).toMatchObject([{ endAt: null, tone: "running" }]);
    expect(resourceSegments([event(2, "A", "DELETE_SKIPPED")], null)).toMatchObject([{ tone: "skipped" }]);
  });
});

describe("the timeline", () => {
  it("is absent without events", () => {
    expect(buildTimeline([])).toBeNull();
  });

  it("puts the cause first, then what failed with it, then the others by start", () => {
    const timeline = buildTimeline([
      event(0, "shop-dev", "CREATE_IN_PROGRESS"),
      event(1, "Late", "CREATE_IN_PROGRESS"),
      event(1, "Cause", "CREATE_IN_PROGRESS"),
      event(0.5, "Early", "CREATE_IN_PROGRESS"),
      event(0.8, "Early", "CREATE_COMPLETE"),
      event(2, "Cause", "CREATE_FAILED", { reason: "Unsupported" }),
      event(2.1, "Late", "CREATE_FAILED", { reason: "Resource creation cancelled" }),
      event(3, "shop-dev", "ROLLBACK_IN_PROGRESS"),
      event(4, "Early", "DELETE_IN_PROGRESS"),
      event(5, "Early", "DELETE_COMPLETE"),
      event(6, "shop-dev", "ROLLBACK_COMPLETE"),
    ]);
    expect(timeline?.bars.map((bar) => [bar.logicalId, bar.cause, bar.reason])).toEqual([
      ["Cause", true, "Unsupported"],
      ["Late", false, "Resource creation cancelled"],
      ["Early", false, null],
    ]);
    expect(timeline?.bars[2]?.segments.map((segment) => segment.tone)).toEqual(["done", "undone"]);
    expect([seconds(timeline?.startAt), seconds(timeline?.endAt)]).toEqual([0.5, 5]);
  });

  it("puts the resources of a nested stack below its row and finds the cause in it", () => {
    const nested = { stackName: "shop-dev-Nested-1" };
    const timeline = buildTimeline([
      event(0, "shop-dev", "UPDATE_IN_PROGRESS"),
      event(1, "Table", "UPDATE_IN_PROGRESS"),
      event(1, "Nested", "CREATE_IN_PROGRESS", {
        resourceType: "AWS::CloudFormation::Stack",
        physicalId: "arn:aws:cloudformation:eu-west-1:123456789012:stack/shop-dev-Nested-1/abc",
      }),
      event(2, "shop-dev-Nested-1", "CREATE_IN_PROGRESS", nested),
      event(2, "Queue", "CREATE_IN_PROGRESS", nested),
      event(3, "Queue", "CREATE_FAILED", { ...nested, reason: "Denied" }),
      event(4, "Nested", "CREATE_FAILED", { resourceType: "AWS::CloudFormation::Stack" }),
    ]);
    expect(timeline?.bars.map((bar) => [bar.logicalId, bar.depth, bar.cause])).toEqual([
      ["Nested", 0, false],
      ["Queue", 1, true],
      ["Table", 0, false],
    ]);
    expect(timeline?.endAt).toBeNull();
  });

  it("loses no resource whose stack it cannot place", () => {
    const timeline = buildTimeline([event(0, "A", "CREATE_COMPLETE"), event(1, "B", "CREATE_COMPLETE", { stackName: "elsewhere" })]);
    expect(timeline?.bars.map((bar) => bar.logicalId)).toEqual(["A", "B"]);
  });
});
