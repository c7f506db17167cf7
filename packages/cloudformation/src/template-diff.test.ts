import { describe, expect, it } from "vitest";
import { assessRisk } from "./change-risk.js";
import { diffTemplates } from "./template-diff.js";

const text = (Resources: Record<string, unknown>): string => JSON.stringify({ Resources });
const fn = (key: string, memory = 128): unknown => ({ Type: "AWS::Lambda::Function", Properties: { MemorySize: memory, Code: { S3Bucket: "b", S3Key: key } } });

describe("two templates", () => {
  it("differ in resources, and in functions' code", () => {
    const before = text({ Hello: fn("1"), Bye: fn("1"), Same: fn("1"), Queue: { Type: "AWS::SQS::Queue" }, Gone: { Type: "AWS::SNS::Topic" } });
    const after = text({ New: { Type: "AWS::SNS::Topic" }, Hello: fn("2"), Bye: fn("1", 256), Same: fn("1"), Queue: { Type: "AWS::SQS::Queue", Properties: { DelaySeconds: 1 } } });
    expect(diffTemplates(before, after)).toEqual({
      added: ["New"],
      changed: ["Bye", "Hello", "Queue"],
      removed: ["Gone"],
      codeChanged: ["Hello"],
    });
  });

  it("are equal whatever the order of members, and different by the order of a list", () => {
    const one = text({ A: { Type: "T", Properties: { x: 1, y: [1, 2] } } });
    const other = '{"Resources":{"A":{"Properties":{"y":[1,2],"x":1},"Type":"T"}}}';
    const turned = '{"Resources":{"A":{"Properties":{"y":[2,1],"x":1},"Type":"T"}}}';
    expect(diffTemplates(one, other)).toEqual({ added: [], changed: [], removed: [], codeChanged: [] });
    expect(diffTemplates(one, turned).changed).toEqual(["A"]);
    expect(diffTemplates("", one).added).toEqual(["A"]);
  });

  it("must be JSON with resources", () => {
    expect(() => diffTemplates("Resources: {}", "{}")).toThrow(SyntaxError);
    expect(() => diffTemplates("{}", "{}")).toThrow(TypeError);
  });
});

describe("the risk of a change", () => {
  it.each([
    ["AWS::DynamoDB::Table", "remove", "no", undefined, "high"],
    ["AWS::DynamoDB::Table", "remove", "no", "retain", "medium"],
    ["AWS::DynamoDB::Table", "change", "maybe", undefined, "high"],
    ["AWS::DynamoDB::Table", "change", "no", undefined, "low"],
    ["AWS::DynamoDB::Table", "add", "no", undefined, "none"],
    ["AWS::RDS::DBInstance", "replace", "yes", "snapshot", "medium"],
    ["AWS::Lambda::Function", "remove", "no", undefined, "medium"],
    ["AWS::Lambda::Function", "replace", "yes", undefined, "low"],
    ["AWS::ApiGatewayV2::Api", "replace", "yes", undefined, "medium"],
    ["AWS::Lambda::Version", "remove", "no", undefined, "none"],
  ] as const)("of %s: %s, replacement %s, policy %s, is %s", (resourceType, action, replacement, onLoss, risk) => {
    expect(assessRisk({ resourceType, action, replacement, ...(onLoss ? { onLoss } : {}) }).risk).toBe(risk);
  });
});
