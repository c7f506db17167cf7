import { stackActions } from "@windlass/contracts/stack-diagnosis";
import { describe, expect, it } from "vitest";
import { primaryAction, type StackHistory } from "./primary-action.js";
import type { OperationEvent } from "./read-stack-events.js";
import { historyOf } from "./stack-history.js";
import { stackStatuses, type StackStatus } from "./stack-status.js";

const statuses = Object.keys(stackStatuses) as StackStatus[];
const histories: StackHistory[] = ["succeeded", "never", "unknown"];
const all = statuses.flatMap((status) => histories.map((history) => [status, history] as const));

function own(...names: string[]): OperationEvent[] {
  return names.map((status, index) => ({
    eventId: String(index),
    at: new Date(index * 1_000).toISOString(),
    stackName: "orders",
    stackId: "arn:aws:cloudformation:eu-west-1:1:stack/orders/1",
    logicalId: "orders",
    physicalId: "arn:aws:cloudformation:eu-west-1:1:stack/orders/1",
    resourceType: "AWS::CloudFormation::Stack",
    status,
    reason: null,
    token: null,
  }));
}

describe("the one safe action", () => {
  it.each(all)("of a stack in %s (history: %s) is exactly one", (status, history) => {
    expect(stackActions).toContain(primaryAction(status, history));
  });

  it.each(all.filter(([status]) => status.endsWith("_IN_PROGRESS") && status !== "REVIEW_IN_PROGRESS"))("is to wait for a stack in %s (history: %s)", (status, history) => {
    expect(primaryAction(status, history)).toBe("wait");
  });

  it.each(all.filter(([status]) => status.endsWith("_COMPLETE") && status !== "ROLLBACK_COMPLETE"))("is to deploy to a stack in %s (history: %s)", (status, history) => {
    expect(primaryAction(status, history)).toBe("deploy");
  });

  it.each(all.filter(([, history]) => history !== "never"))("never begins to delete a stack in %s that has or may have worked (history: %s)", (status, history) => {
    expect(["delete_failed_create", ...(history === "succeeded" ? ["clean_review"] : [])]).not.toContain(primaryAction(status, history));
  });

  it("goes on with a deletion only where one was begun", () => {
    const going = all.filter(([status, history]) => primaryAction(status, history) === "retry_deletion").map(([status]) => status);
    expect(new Set(going)).toEqual(new Set(["DELETE_FAILED"]));
  });

  it("continues a roll-back only where CloudFormation takes that", () => {
    const continued = all.filter(([status, history]) => primaryAction(status, history) === "continue_rollback").map(([status]) => status);
    expect(new Set(continued)).toEqual(new Set(["UPDATE_ROLLBACK_FAILED"]));
  });

  it("waits in a state that AWS adds one day when it says that it goes on, and deletes nothing in any other", () => {
    expect(primaryAction("EXPRESS_IN_PROGRESS", "never")).toBe("wait");
    expect(primaryAction("EXPRESS_FAILED", "never")).toBe("by_hand");
    expect(primaryAction(null, "never")).toBe("deploy");
  });
});

describe("a stack's history", () => {
  const unborn = ["CREATE_IN_PROGRESS", "CREATE_FAILED", "ROLLBACK_IN_PROGRESS", "ROLLBACK_FAILED", "ROLLBACK_COMPLETE", "DELETE_IN_PROGRESS", "DELETE_FAILED"];
  const born = statuses.filter((status) => !unborn.includes(status) && status !== "REVIEW_IN_PROGRESS" && status !== "DELETE_COMPLETE");

  it.each(born)("is that it worked when it was ever in %s, whatever came after", (status) => {
    expect(historyOf(own("REVIEW_IN_PROGRESS", "CREATE_IN_PROGRESS", status, ...unborn))).toBe("succeeded");
  });

  it("is that it never worked only where its beginning is known", () => {
    expect(historyOf(own("REVIEW_IN_PROGRESS", ...unborn))).toBe("never");
    expect(historyOf(own("CREATE_IN_PROGRESS", "ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE"))).toBe("never");
    expect(historyOf(own("ROLLBACK_IN_PROGRESS", "ROLLBACK_COMPLETE"))).toBe("unknown");
    expect(historyOf([])).toBe("unknown");
  });

  it("is not told by what its resources went through", () => {
    const resource = own("CREATE_COMPLETE").map((event) => ({ ...event, logicalId: "Topic", resourceType: "AWS::SNS::Topic", physicalId: "t" }));
    expect(historyOf([...own("CREATE_IN_PROGRESS"), ...resource, ...own("ROLLBACK_COMPLETE")])).toBe("never");
  });
});
