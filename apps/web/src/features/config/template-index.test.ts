import type { FunctionSummary } from "@windlass/contracts/release";
import { describe, expect, it } from "vitest";
import { comparedRelease, shownRelease } from "./pick-releases.js";
import { groupEntries, indexTemplate, searchEntries } from "./template-index.js";
import { sampleConfig } from "./testing/sample-config.js";

const place = (property: string) => ({ file: "serverless.yml", line: 9, column: 3, property });
const hello: FunctionSummary = { name: "hello", logicalId: "HelloLambdaFunction", functionName: "cart-dev-hello", runtime: null, handler: null, memoryMb: null, timeoutSeconds: null, events: [] };

const index = indexTemplate({
  resolvedConfig: sampleConfig(),
  functions: [hello],
  sourceMap: { HelloLambdaFunction: place("functions.hello"), HttpApiRouteGet: place("functions.hello.events[0].httpApi"), Bucket: place("provider.deploymentBucket") },
  template: {
    Resources: {
      Bucket: { Type: "AWS::S3::Bucket" },
      HelloLambdaFunction: { Type: "AWS::Lambda::Function", Properties: { Code: { S3Bucket: { Ref: "Bucket" } }, MemorySize: 512 }, Condition: "Never" },
      HttpApiRouteGet: { Type: "AWS::ApiGatewayV2::Route", Properties: { Target: { "Fn::Sub": "x/${HelloLambdaFunction.Arn}/${Size}/${AWS::Region}" } }, DependsOn: ["Bucket"] },
    },
    Parameters: { Size: { Type: "String" } },
    Conditions: { Never: { "Fn::Equals": [1, 2] } },
    Outputs: { Name: { Value: { "Fn::GetAtt": ["HelloLambdaFunction", "Arn"] } } },
  },
});

describe("the index of a template", () => {
  it("knows what refers to what, in every way that there is", () => {
    expect(index.refersTo("HttpApiRouteGet")).toEqual(["HelloLambdaFunction", "Parameters.Size", "Bucket"]);
    expect(index.refersTo("HelloLambdaFunction")).toEqual(["Bucket", "Conditions.Never"]);
    expect(index.referredBy("HelloLambdaFunction")).toEqual(["HttpApiRouteGet", "Outputs.Name"]);
    expect(index.referredBy("HttpApiRouteGet")).toEqual([]);
  });

  it("leads from a resource to the config and back", () => {
    expect(index.byId.get("HttpApiRouteGet")?.pointer).toBe("/functions/hello/events/0/httpApi");
    expect(index.byId.get("Bucket")?.pointer).toBe("/provider");
    expect(index.madeBy("/functions/hello")).toEqual(["HelloLambdaFunction", "HttpApiRouteGet"]);
    expect(index.madeBy("/functions/hell")).toEqual([]);
    expect(index.byId.get("Outputs.Name")?.pointer).toBeNull();
  });

  it("groups by type and by function, resources first", () => {
    const titles = (grouping: "type" | "function") => groupEntries(index.entries, grouping).map(({ title, entries }) => `${title} ${entries.length}`);
    expect(titles("type")).toEqual(["AWS::ApiGatewayV2::Route 1", "AWS::Lambda::Function 1", "AWS::S3::Bucket 1", "Conditions 1", "Outputs 1", "Parameters 1"]);
    expect(titles("function")).toEqual(["hello 2", "Shared 1", "Conditions 1", "Outputs 1", "Parameters 1"]);
  });

  it("finds by id, type, property and value", () => {
    const found = (query: string) => searchEntries(index.entries, query).map(({ id }) => id);
    expect(found("routeget")).toEqual(["HttpApiRouteGet"]);
    expect(found("aws::s3")).toEqual(["Bucket"]);
    expect(found("MemorySize")).toEqual(["HelloLambdaFunction"]);
    expect(found(" 512 ")).toEqual(["HelloLambdaFunction"]);
    expect(found("")).toHaveLength(6);
  });

  it("does without a resolved config", () => {
    const bare = indexTemplate({ resolvedConfig: null, functions: [], sourceMap: {}, template: {} });
    expect([bare.entries, bare.madeBy("/functions")]).toEqual([[], []]);
  });
});

describe("the releases to show", () => {
  const release = (number: number, rest = {}) => ({ number, version: String(number), commit: { sha: "", message: "", author: "", committedAt: null }, createdAt: "2026-01-01T00:00:00Z", state: "failed", current: false, shipped: false, pinnedAt: null, pinnedBy: null, collectedAt: null, ...rest }) as const;
  const releases = [release(5), release(4, { current: true, shipped: true }), release(3), release(2, { shipped: true }), release(1)];

  it("are the current one and the one that ran before it, unless others are asked for", () => {
    expect(shownRelease(releases, undefined)).toBe(4);
    expect(shownRelease(releases, 5)).toBe(5);
    expect(shownRelease([release(9), release(8)], undefined)).toBe(9);
    expect(shownRelease([], undefined)).toBeNull();
    expect(comparedRelease(releases, 4, undefined)).toBe(2);
    expect(comparedRelease(releases, 2, undefined)).toBe(1);
    expect(comparedRelease(releases, 1, undefined)).toBeNull();
    expect(comparedRelease(releases, 4, 5)).toBe(5);
  });
});
