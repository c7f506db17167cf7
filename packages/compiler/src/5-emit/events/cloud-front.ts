import { getAtt, join, ref, sub } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import { idOf } from "../../4-model/naming.js";
import type { FunctionModel } from "../../4-model/service-model.js";
import { eventsOf } from "../event-emitter.js";
import type { TemplateBuilder } from "../template-builder.js";
import { readDistribution, type EdgeEvent } from "./cloud-front/distribution.js";

const distributionId = "CloudFrontDistribution";

/** `cloudFront`: one distribution over all functions at the edge, its cache policies, and the right to call the functions. */
export function emitCloudFront(builder: TemplateBuilder): void {
  emitCachePolicies(builder);
  const events = eventsOf(builder, "cloudFront").map(({ fn, event, path }): EdgeEvent => ({ event, path, versionId: prepareFunction(builder, fn) }));
  const [first] = events;
  if (!first) return;
  if (builder.model.region !== "us-east-1") {
    throw new CompileError({ code: "conflict", message: "Functions at the edge of CloudFront must be deployed to us-east-1", path: first.path });
  }
  const { behaviors: [defaultBehavior, ...otherBehaviors], origins } = readDistribution(builder, events);
  const { service, stage } = builder.model;
  builder.add(
    distributionId,
    {
      Type: "AWS::CloudFront::Distribution",
      Properties: {
        DistributionConfig: {
          Comment: `${service} ${stage}`,
          Enabled: true,
          DefaultCacheBehavior: defaultBehavior,
          CacheBehaviors: otherBehaviors.length > 0 ? otherBehaviors : undefined,
          Origins: origins,
        },
      },
    },
    first.path,
  );
  for (const { fn, path } of eventsOf(builder, "cloudFront")) emitPermission(builder, fn, path);
  builder.executionRole?.trustedServices.push("edgelambda.amazonaws.com");
  // A function writes its logs in the region nearest to who called it.
  builder.allow(["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents", "logs:TagResource"], [sub("arn:${AWS::Partition}:logs:*:*:*")]);
  builder.output(distributionId, { Description: "CloudFront Distribution Id", Value: ref(distributionId) });
  builder.output(`${distributionId}DomainName`, { Description: "CloudFront Distribution Domain Name", Value: getAtt(distributionId, "DomainName") });
}

/** What the edge does not know is taken from the function, which outlives the stack: CloudFront holds it for hours. */
function prepareFunction(builder: TemplateBuilder, fn: FunctionModel): string {
  const resource = builder.resources[fn.logicalId];
  if (resource) {
    const { VpcConfig: _vpc, Environment: _environment, ...properties } = resource.Properties ?? {};
    resource.Properties = properties;
    resource.DeletionPolicy = "Retain";
  }
  return versionOf(builder, fn);
}

function versionOf(builder: TemplateBuilder, fn: FunctionModel): string {
  const value: Json | undefined = builder.outputs[`${fn.logicalId}QualifiedArn`]?.Value;
  return isJsonObject(value) && typeof value["Ref"] === "string" ? value["Ref"] : "";
}

function emitPermission(builder: TemplateBuilder, fn: FunctionModel, path: readonly (string | number)[]): void {
  const source = join("", ["", "arn:", ref("AWS::Partition"), ":cloudfront::", ref("AWS::AccountId"), ":distribution/", ref(distributionId)]);
  builder.add(
    `${fn.logicalId}InvokePermission`,
    {
      Type: "AWS::Lambda::Permission",
      Properties: { FunctionName: ref(versionOf(builder, fn)), Action: "lambda:InvokeFunction", Principal: "edgelambda.amazonaws.com", SourceArn: source },
    },
    path,
  );
}

/** All of them, used or not, as the reference does. */
function emitCachePolicies(builder: TemplateBuilder): void {
  const { service, stage, provider } = builder.model;
  const policies = provider.cloudFront?.["cachePolicies"];
  for (const [name, config] of Object.entries(isJsonObject(policies) ? policies : {})) {
    const properties: JsonObject = { CachePolicyConfig: { ...(isJsonObject(config) ? config : {}), Name: `${service}-${stage}-${name}` } };
    builder.add(`CloudFrontCachePolicy${idOf(name)}`, { Type: "AWS::CloudFront::CachePolicy", Properties: properties }, ["provider", "cloudFront", "cachePolicies", name]);
  }
}
