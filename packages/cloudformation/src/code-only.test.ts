import { describe, expect, it } from "vitest";
import { callerOfVersion, findCodeOnlyChange } from "./code-only.js";
import type { JsonObject } from "./template.js";

/** Two functions with versions, as the compiler writes them. */
function template(code: string, change: { resources?: JsonObject; memory?: number; outputs?: JsonObject } = {}): JsonObject {
  return {
    Resources: {
      ApiLambdaFunction: {
        Type: "AWS::Lambda::Function",
        Properties: { Code: { S3Bucket: "b", S3Key: `${code}.zip` }, MemorySize: change.memory ?? 128 },
      },
      [`ApiLambdaVersion${code}`]: {
        Type: "AWS::Lambda::Version",
        DeletionPolicy: "Retain",
        Properties: { FunctionName: { Ref: "ApiLambdaFunction" }, CodeSha256: code },
      },
      SameLambdaFunction: { Type: "AWS::Lambda::Function", Properties: { Code: { S3Bucket: "b", S3Key: "same.zip" } } },
      ...change.resources,
    },
    Outputs: { ApiLambdaFunctionQualifiedArn: { Value: { Ref: `ApiLambdaVersion${code}` } }, ...change.outputs },
  };
}

describe("a change of code alone", () => {
  it("is one where places of code, and versions that outputs name, differ", () => {
    expect(findCodeOnlyChange(template("two"), template("one"))).toEqual({
      possible: true,
      functions: [{ logicalId: "ApiLambdaFunction", before: { bucket: "b", key: "two.zip" }, after: { bucket: "b", key: "one.zip" } }],
    });
    expect(findCodeOnlyChange(template("one"), template("one"))).toEqual({ possible: true, functions: [] });
  });

  it("is none where a setting, a resource or an output differs, and says which", () => {
    expect(findCodeOnlyChange(template("two", { memory: 256 }), template("one"))).toEqual({ possible: false, reason: "ApiLambdaFunction.MemorySize differs." });
    expect(findCodeOnlyChange(template("two", { resources: { Queue: { Type: "AWS::SQS::Queue" } } }), template("one"))).toEqual({ possible: false, reason: "Queue differs." });
    expect(findCodeOnlyChange(template("two", { outputs: { Url: { Value: "x" } } }), template("one"))).toEqual({ possible: false, reason: "Outputs.Url differs." });
  });

  it("is none where a layer's content differs: only CloudFormation makes a layer's version", () => {
    const layer = (key: string): JsonObject => ({ Layer: { Type: "AWS::Lambda::LayerVersion", Properties: { Content: { S3Bucket: "b", S3Key: key } } } });
    expect(findCodeOnlyChange(template("two", { resources: layer("l2") }), template("one", { resources: layer("l1") }))).toMatchObject({ possible: false });
  });

  it.each([
    ["an alias", { Alias: { Type: "AWS::Lambda::Alias", Properties: { FunctionName: { Ref: "ApiLambdaFunction" }, FunctionVersion: "7" } } }],
    ["a permission on the version", { Permission: { Type: "AWS::Lambda::Permission", Properties: { FunctionName: { Ref: "ApiLambdaVersion#" } } } }],
    ["a rule", { Rule: { Type: "AWS::Events::Rule", Properties: { Targets: [{ Arn: { Ref: "ApiLambdaVersion#" } }] } } }],
  ])("is none where %s calls a version of the function", (_what, resources) => {
    const of = (code: string): JsonObject => template(code, { resources: JSON.parse(JSON.stringify(resources).replaceAll("ApiLambdaVersion#", `ApiLambdaVersion${code}`)) });
    const [caller] = Object.keys(resources);
    expect(findCodeOnlyChange(of("two"), of("one"))).toEqual({ possible: false, reason: `${caller} calls a version of ApiLambdaFunction.` });
    expect(callerOfVersion(of("one"), "SameLambdaFunction")).toBeNull();
  });

  it("is none where a version is kept warm, or code is an image", () => {
    const warm = (code: string): JsonObject => ({
      Warm: { Type: "AWS::Lambda::Version", Properties: { FunctionName: { Ref: "ApiLambdaFunction" }, CodeSha256: code, ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: 1 } } },
    });
    expect(findCodeOnlyChange(template("two", { resources: warm("two") }), template("one", { resources: warm("one") }))).toMatchObject({ possible: false });
    const image = (tag: string): JsonObject => ({ Image: { Type: "AWS::Lambda::Function", Properties: { Code: { ImageUri: tag } } } });
    expect(findCodeOnlyChange(template("two", { resources: image("2") }), template("one", { resources: image("1") }))).toEqual({
      possible: false,
      reason: "The code of Image is not a zip in a bucket.",
    });
  });
});
