import { describe, expect, it } from "vitest";
import { compareTemplates, isSame } from "./compare-templates.js";
import type { JsonObject } from "./template.js";

const template = (Resources: JsonObject, rest: JsonObject = {}): JsonObject => ({ Resources, ...rest });
describe("a comparison of templates", () => {
  it("says what is added, changed, replaced and removed, and how much that hurts", () => {
    const table = (TableName: string): JsonObject => ({ Type: "AWS::DynamoDB::Table", Properties: { TableName } });
    const before = { Fn: { Type: "AWS::Lambda::Function", Properties: { MemorySize: 128 } }, Gone: { Type: "AWS::SQS::Queue" }, Same: { Type: "AWS::SQS::Queue" }, Table: table("a") };
    const after = { Fn: { Type: "AWS::Lambda::Function", Properties: { MemorySize: 256 } }, New: { Type: "AWS::SNS::Topic" }, Same: { Type: "AWS::SQS::Queue" }, Table: table("b") };
    const { resources, counts } = compareTemplates(template(before), template(after));
    expect(resources.map(({ logicalId, action, risk, properties }) => [logicalId, action, risk, ...properties.map(({ path, requiresRecreation }) => `${path} ${requiresRecreation}`)])).toEqual([
      ["Fn", "change", "low", "MemorySize never"],
      ["Gone", "remove", "high"],
      ["New", "add", "none"],
      ["Table", "replace", "high", "TableName always"],
    ]);
    expect(counts).toEqual({ added: 1, changed: 1, replaced: 1, removed: 1 });
  });

  it("knows what CloudFormation reads alike", () => {
    const one = template({ A: { Type: "AWS::Lambda::Function", Properties: { MemorySize: "128", Role: { "Fn::GetAtt": "R.Arn" }, Timeout: 1 } } }, { Parameters: { P: { Default: 1 } } });
    const other = (timeout: number): JsonObject =>
      template({ A: { Type: "AWS::Lambda::Function", Properties: { MemorySize: 128, Role: { "Fn::GetAtt": ["R", "Arn"] }, Timeout: timeout } } }, { Parameters: { P: { Default: "1" } } });
    expect(isSame(compareTemplates(one, other(1)))).toBe(true);
    expect(compareTemplates(one, other(2)).resources).toMatchObject([{ properties: [{ path: "Timeout" }] }]);
  });

  it("does not count hashes in ids, places of code and the order of dependencies", () => {
    const service = (hash: string, key: string, DependsOn: string[]): JsonObject =>
      template(
        {
          HelloLambdaFunction: { Type: "AWS::Lambda::Function", Properties: { Code: { S3Bucket: "b", S3Key: key } }, DependsOn },
          [`HelloLambdaVersion${hash}`]: { Type: "AWS::Lambda::Version", Properties: { CodeSha256: hash, FunctionName: { Ref: "HelloLambdaFunction" } } },
          [`ApiGatewayDeployment${hash}`]: { Type: "AWS::ApiGateway::Deployment", DependsOn: "A" },
        },
        { Outputs: { Arn: { Value: { Ref: `HelloLambdaVersion${hash}` } }, SharedLambdaLayerHash: { Value: hash } } },
      );
    expect(isSame(compareTemplates(service("000", "a/1", ["A", "B"]), service("111", "b/2", ["B", "A", "B"])))).toBe(true);
  });

  it("shows changes of outputs and other sections", () => {
    const { others, counts } = compareTemplates(template({}, { Outputs: { Url: { Value: "a" } } }), template({}, { Outputs: { Url: { Value: "b" } }, Parameters: { Size: { Type: "String" } } }));
    expect(others).toEqual([
      { path: "Outputs.Url.Value", before: "a", after: "b" },
      { path: "Parameters", before: undefined, after: { Size: { Type: "String" } } },
    ]);
    expect(counts).toEqual({ added: 0, changed: 0, replaced: 0, removed: 0 });
  });
});
