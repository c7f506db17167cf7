import { beforeAll, describe, expect, it } from "vitest";
import type { Compiled } from "../compile-input.js";
import { compileSample, sampleNames } from "../testing/samples.js";
import { explainResource } from "./explain-resource.js";
import type { Explanation } from "./explanation.js";
import { ownReason, reasons } from "./reasons.js";

const compiled = new Map<string, Compiled>();
beforeAll(async () => {
  for (const name of sampleNames()) {
    const result = await compileSample(name);
    if (result.ok) compiled.set(name, result);
  }
}, 60_000);

function explained(sample: string, id: string): Explanation {
  const service = compiled.get(sample);
  const explanation = service && explainResource(service, id);
  if (!explanation || "near" in explanation) throw new Error(`${sample} has no ${id}`);
  return explanation;
}
const sourcesOf = (sample: string, id: string): string[] => explained(sample, id).sources.map(({ property, why }) => `${property}: ${why}`);

describe("the explanation of a resource", () => {
  it("has a sentence for every type that the compiler makes", () => {
    const types = new Set<string>();
    const own = new Set<string>();
    for (const [name, { template, trace }] of compiled) {
      for (const [id, { Type: type }] of Object.entries(template.Resources)) {
        const isOwn = trace.origins.get(id)?.[0]?.phase === "resources";
        const seen = isOwn ? own : types;
        if (seen.has(type)) continue;
        seen.add(type);
        expect(explained(name, id).why, `${name} ${id}`).toBe(isOwn ? ownReason : reasons[type]);
      }
    }
    expect(Object.keys(reasons).filter((type) => !types.has(type))).toEqual([]);
  });

  it("names the function, and the settings of the provider that it shows", () => {
    const { type, why, sources } = explained("explain", "HelloLambdaFunction");
    expect([type, why]).toEqual(["AWS::Lambda::Function", reasons["AWS::Lambda::Function"]]);
    expect(sources.map(({ property, place, why: reason }) => [property, place.line, reason])).toEqual([
      ["functions.hello", 16, "makes it"],
      ["resources.Resources.HelloLambdaFunction", 41, "is merged over what was made of functions and events"],
      ["resources.extensions.HelloLambdaFunction", 45, "extends it"],
      ["provider.runtime", 4, "sets Runtime"],
      ["provider.environment", 6, "sets Environment"],
      ["provider.tracing.lambda", 8, "sets TracingConfig"],
    ]);
  });

  it("names every event that has a part in it", () => {
    expect(sourcesOf("explain", "SNSTopicNews")).toEqual(["functions.hello.events[0].sns: makes it", "functions.other.events[0].sns: adds to it"]);
    expect(sourcesOf("explain", "ApiGatewayResourceUsers")).toEqual([
      "functions.hello.events[1].http: makes it; has a path that leads through it",
      "functions.other.events[1].http: has a path that leads through it",
    ]);
    expect(sourcesOf("explain", "ApiGatewayRestApi")).toEqual(["functions.hello.events[1].http: uses it", "functions.other.events[1].http: uses it"]);
    expect(sourcesOf("explain", "HelloLambdaPermissionApiGateway")).toEqual(["functions.hello.events[1].http: makes it"]);
  });

  it("names who added which statement to the shared role", () => {
    expect(sourcesOf("explain", "IamRoleLambdaExecution")).toEqual([
      "provider: makes it",
      "provider.iamRoleStatements: sets Policies",
      "functions.plain: allows xray:PutTraceSegments, xray:PutTelemetryRecords",
      "functions.hello: allows xray:PutTraceSegments, xray:PutTelemetryRecords",
      "functions.other: allows sns:Publish; allows xray:PutTraceSegments, xray:PutTelemetryRecords",
      "functions.other.events[2].stream: allows dynamodb:GetRecords, dynamodb:GetShardIterator, dynamodb:DescribeStream, dynamodb:ListStreams",
      "functions.other.events[3].stream: allows kinesis:GetRecords, kinesis:GetShardIterator, kinesis:DescribeStream, kinesis:ListStreams",
    ]);
  });

  it("shows what the resource is tied to", () => {
    const { dependsOn, referencedBy } = explained("explain", "OtherLambdaFunction");
    expect(dependsOn).toEqual([
      { logicalId: "ServerlessDeploymentBucket", type: "AWS::S3::Bucket", kind: "Ref", at: "Properties.Code.S3Bucket" },
      { logicalId: "IamRoleLambdaExecution", type: "AWS::IAM::Role", kind: "Fn::GetAtt", at: "Properties.Role" },
      { logicalId: "OtherLogGroup", type: "AWS::Logs::LogGroup", kind: "DependsOn", at: "DependsOn" },
    ]);
    expect(referencedBy).toContainEqual({ logicalId: "Outputs.Own", type: null, kind: "Fn::Sub", at: "Value" });
    expect(referencedBy).toContainEqual({ logicalId: "SNSTopicNews", type: "AWS::SNS::Topic", kind: "Fn::GetAtt", at: "Properties.Subscription[1].Endpoint" });
  });

  it("takes the beginning of an id, as nobody knows the hash at its end", () => {
    expect(explained("explain", "HelloLambdaVersion").logicalId).toMatch(/^HelloLambdaVersion.{20}/);
  });

  it("finds the item of a list of resources, and what the service defines itself", () => {
    expect(explained("resources", "Empty").sources[0]?.place.line).toBe(29);
    expect(explained("resources", "HelloLambdaFunction").sources.map(({ place }) => place.line)).toEqual([4, 26, 2]);
    expect(explained("explain", "Table")).toMatchObject({ why: ownReason, sources: [{ property: "resources.Resources.Table", why: "makes it" }] });
  });

  it("says which resource was meant where there is none", () => {
    const service = compiled.get("explain");
    expect(service && explainResource(service, "HeloLambdaFunction")).toEqual({ near: ["HelloLambdaFunction"] });
    expect(service && explainResource(service, "snstopic")).toEqual({ near: ["SNSTopicNews"] });
    expect(service && explainResource(service, "Nothing")).toEqual({ near: [] });
  });
});
