import type { StackEventPayload } from "@windlass/contracts/event";
import { expect, it } from "vitest";
import { findFirstFailure } from "./find-first-failure.js";

let count = 0;
function event(second: number, logicalId: string, status: string, reason: string | null = null, more: Partial<StackEventPayload> = {}): StackEventPayload {
  count += 1;
  return {
    eventId: String(count),
    at: new Date(second * 1_000).toISOString(),
    stackName: "orders",
    logicalId,
    physicalId: null,
    resourceType: logicalId === "orders" ? "AWS::CloudFormation::Stack" : "AWS::SNS::Topic",
    status,
    reason,
    ...more,
  };
}

it("is the earliest resource that failed by itself", () => {
  const events = [
    event(1, "A", "CREATE_FAILED", "Resource creation cancelled"),
    event(2, "B", "CREATE_FAILED", "Invalid name"),
    event(3, "C", "CREATE_FAILED", "Another"),
    event(4, "orders", "ROLLBACK_IN_PROGRESS", "The following resource(s) failed to create: [A, B, C]."),
    event(5, "D", "DELETE_FAILED", "Not empty"),
  ];
  expect(findFirstFailure(events)).toEqual({
    stackName: "orders",
    logicalId: "B",
    resourceType: "AWS::SNS::Topic",
    status: "CREATE_FAILED",
    reason: "Invalid name",
    class: "invalid_property",
    remedy: "Correct B as the reason says.",
    place: null,
    nestedIn: [],
  });
});

it("is found by time where the stacks' events were read one after the other", () => {
  const nested = { stackName: "orders-Nested", logicalId: "Table" };
  const events = [
    event(4, "Nested", "CREATE_FAILED", "Embedded stack arn:x was not successfully created: …", { resourceType: "AWS::CloudFormation::Stack" }),
    event(3, "Table", "CREATE_FAILED", "Table already exists", nested),
  ];
  expect(findFirstFailure(events)).toMatchObject({ logicalId: "Table" });
});

it("is the nested stack where what failed inside is not known", () => {
  const wrapper = event(4, "Nested", "UPDATE_FAILED", "Embedded stack arn:x was not successfully updated.", { resourceType: "AWS::CloudFormation::Stack" });
  expect(findFirstFailure([wrapper])).toMatchObject({ logicalId: "Nested" });
});

it("is the stack's own reason where no resource failed, unless a person cancelled", () => {
  expect(findFirstFailure([event(1, "orders", "ROLLBACK_IN_PROGRESS", "Stack creation time exceeded the specified timeout.")])).toMatchObject({
    logicalId: "orders",
    reason: "Stack creation time exceeded the specified timeout.",
  });
  expect(findFirstFailure([event(1, "orders", "UPDATE_ROLLBACK_IN_PROGRESS", "User Initiated")])).toBeNull();
  expect(findFirstFailure([event(1, "orders", "UPDATE_COMPLETE")])).toBeNull();
});

it("is inside a nested stack that failed in the same moment, whatever its parent says of it", () => {
  const around = { resourceType: "AWS::CloudFormation::Stack", physicalId: "arn:aws:cloudformation:eu-west-1:1:stack/orders-Nested/1" };
  const events = [
    event(3, "Nested", "UPDATE_FAILED", "Table already exists", { ...around, physicalId: null }),
    event(3, "Table", "CREATE_FAILED", "Table already exists", { stackName: "orders-Nested" }),
    event(4, "Nested", "UPDATE_IN_PROGRESS", null, around),
  ];
  expect(findFirstFailure(events)).toMatchObject({ logicalId: "Table" });
});

it("is the nested stack itself where nothing in it failed", () => {
  const around = { resourceType: "AWS::CloudFormation::Stack", physicalId: "arn:aws:cloudformation:eu-west-1:1:stack/orders-Nested/1" };
  const events = [event(3, "Nested", "CREATE_FAILED", "TemplateURL must be a supported URL", around), event(4, "Later", "CREATE_FAILED", "Other")];
  expect(findFirstFailure(events)).toMatchObject({ logicalId: "Nested" });
});

it("says through which nested stacks the way to it goes, from the outermost", () => {
  const nested = (second: number, logicalId: string, stackName: string, reason: string | null) =>
    event(second, logicalId, reason === null ? "CREATE_IN_PROGRESS" : "CREATE_FAILED", reason, {
      stackName,
      resourceType: "AWS::CloudFormation::Stack",
      physicalId: `arn:aws:cloudformation:eu-west-1:1:stack/${logicalId === "Outer" ? "orders-Outer" : "orders-Outer-Inner"}/1`,
    });
  const events = [
    nested(1, "Outer", "orders", null),
    nested(2, "Inner", "orders-Outer", null),
    event(3, "Table", "CREATE_FAILED", "Table already exists", { stackName: "orders-Outer-Inner" }),
    event(3, "Other", "CREATE_FAILED", "Resource creation cancelled", { stackName: "orders-Outer-Inner" }),
    nested(4, "Inner", "orders-Outer", "Embedded stack arn:x was not successfully created: The following resource(s) failed to create: [Table]."),
    nested(5, "Outer", "orders", "Embedded stack arn:y was not successfully created: The following resource(s) failed to create: [Inner]."),
  ];
  expect(findFirstFailure(events)).toMatchObject({ logicalId: "Table", stackName: "orders-Outer-Inner", nestedIn: ["Outer", "Inner"], class: "name_taken" });
});
