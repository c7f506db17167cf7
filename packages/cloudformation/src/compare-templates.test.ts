import { describe, expect, it } from "vitest";
import { compareTemplates, isSame } from "./compare-templates.js";
import { changesOf } from "./json-changes.js";
import type { JsonObject } from "./template.js";

const template = (Resources: JsonObject, rest: JsonObject = {}): JsonObject => ({ Resources, ...rest });
const differences = (before: JsonObject, after: JsonObject): unknown =>
  compareTemplates(template(before), template(after)).resources.map(({ logicalId, action, risk, properties }) => [logicalId, action, risk, ...properties.map(({ path, requiresRecreation }) => `${path} ${requiresRecreation}`)]);

describe("a comparison of templates", () => {
  it("says what is added, changed, replaced and removed, and how much that hurts", () => {
    const table = (name: string, policies: JsonObject = {}): JsonObject => ({ Type: "AWS::DynamoDB::Table", Properties: { TableName: name }, ...policies });
    expect(
      differences(
        { Table: table("a"), Kept: table("a", { UpdateReplacePolicy: "Retain" }), Fn: { Type: "AWS::Lambda::Function", Properties: { MemorySize: 128, Environment: { Variables: { A: "1" } } } }, Odd: { Type: "AWS::Odd::Thing", Properties: { X: 1 } }, Gone: { Type: "AWS::SQS::Queue" }, Same: { Type: "AWS::SQS::Queue" } },
        { New: { Type: "AWS::SNS::Topic" }, Table: table("b"), Kept: table("b"), Fn: { Type: "AWS::Lambda::Function", Properties: { MemorySize: 256, Environment: { Variables: { A: "1", B: "2" } } } }, Odd: { Type: "AWS::Odd::Thing", Properties: { X: 2 } }, Same: { Type: "AWS::SQS::Queue" } },
      ),
    ).toEqual([
      ["New", "add", "none"],
      ["Table", "replace", "high", "Properties.TableName always"],
      ["Kept", "replace", "medium", "Properties.TableName always", "UpdateReplacePolicy never"],
      ["Fn", "change", "low", "Properties.MemorySize never", "Properties.Environment.Variables.B never"],
      ["Odd", "change", "low", "Properties.X maybe"],
      ["Gone", "remove", "high"],
    ]);
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

  it("takes another type under the same id for a replacement", () => {
    expect(differences({ A: { Type: "AWS::SNS::Topic" } }, { A: { Type: "AWS::SQS::Queue" } })).toEqual([["A", "replace", "high", "Type always"]]);
  });
});

describe("changes of values", () => {
  it("of lists are those between what is equal at both ends", () => {
    expect(changesOf([1, 2, 3], [1, 9, 2, 3])).toEqual([{ path: [1], before: undefined, after: 9 }]);
    expect(changesOf([1, 2, 3], [1, 3])).toEqual([{ path: [1], before: 2, after: undefined }]);
    expect(changesOf([{ a: 1 }, 2], [{ a: 2 }, 2])).toEqual([{ path: [0, "a"], before: 1, after: 2 }]);
    expect(changesOf([1, 1], [1])).toEqual([{ path: [1], before: 1, after: undefined }]);
  });

  it("know what CloudFormation reads alike", () => {
    expect(changesOf({ a: "128", b: true, c: { "Fn::GetAtt": "A.Arn" } }, { a: 128, b: "true", c: { "Fn::GetAtt": ["A", "Arn"] } })).toEqual([]);
    expect(changesOf({ a: { Ref: "A" } }, { a: { Ref: "B" } })).toEqual([{ path: ["a"], before: { Ref: "A" }, after: { Ref: "B" } }]);
  });
});
