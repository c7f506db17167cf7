import { expect, test } from "vitest";
import { idleCostText } from "./preview-text.js";

test("says what a preview costs, and what is not counted in it", () => {
  const item = { logicalId: "Nat", resourceType: "AWS::EC2::NatGateway", perDay: 1.08, what: "NAT gateway" };
  const unknown = { logicalId: "Search", resourceType: "AWS::OpenSearchService::Domain" };
  expect(idleCostText({ perDay: 0, items: [], unknown: [] })).toBe("Nothing while idle");
  expect(idleCostText({ perDay: 1.08, items: [item], unknown: [] })).toBe("About $1.08 a day while idle");
  expect(idleCostText({ perDay: 0.0033, items: [{ ...item, perDay: 0.0033 }], unknown: [unknown, unknown] })).toBe("About $0.0033 a day while idle, without AWS::OpenSearchService::Domain");
});
