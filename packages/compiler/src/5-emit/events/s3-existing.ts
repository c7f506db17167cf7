import { getAtt, join, ref } from "@windlass/cloudformation/intrinsics";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import type { S3Event } from "../../3-check/events/s3.js";
import { idOf, startCaseId } from "../../4-model/naming.js";
import type { FunctionModel } from "../../4-model/service-model.js";
import type { Path } from "../../path.js";
import { addCustomResource, chainCustomResources, customResourceFunctionId } from "../custom-resources/add-custom-resource.js";
import type { TemplateBuilder } from "../template-builder.js";

type Use = { fn: FunctionModel; event: S3Event; path: Path };

/** Notifications of buckets that exist already: one custom resource for each function, one after the other. */
export function emitExistingBuckets(builder: TemplateBuilder, uses: Use[]): void {
  const [first] = uses;
  if (!first) return;
  const statements: JsonObject[] = [];
  const idsByBucket = new Map<string, string[]>();
  for (const fn of builder.model.functions) {
    const own = uses.filter((use) => use.fn === fn);
    const [use] = own;
    if (!use) continue;
    const bucket = use.event.bucket;
    const other = own.find(({ event }) => JSON.stringify(event.bucket) !== JSON.stringify(bucket));
    if (other) throw new CompileError({ code: "conflict", message: `Function "${fn.key}" can have events of one existing bucket only`, path: [...other.path, "bucket"] });
    const logicalId = emitNotifications(builder, own, use);
    const key = JSON.stringify(bucket);
    idsByBucket.set(key, [...(idsByBucket.get(key) ?? []), logicalId]);
    statements.push({ Effect: "Allow", Resource: join(":", ["arn", ref("AWS::Partition"), "s3", "", "", bucket]), Action: ["s3:PutBucketNotification", "s3:GetBucketNotification"] });
  }
  const anyFunction: Json[] = ["arn", ref("AWS::Partition"), "lambda", ref("AWS::Region"), ref("AWS::AccountId"), "function", "*"];
  statements.push({ Effect: "Allow", Resource: join(":", anyFunction), Action: ["lambda:AddPermission", "lambda:RemovePermission"] });
  chainCustomResources(builder, Array.from(idsByBucket.values()).flat());
  addCustomResource(builder, { kind: "s3", statements, origin: first.path });
}

function emitNotifications(builder: TemplateBuilder, uses: Use[], { fn, event, path }: Use): string {
  const logicalId = `${idOf(fn.key)}CustomS31`;
  const handlerId = customResourceFunctionId("s3");
  builder.add(
    logicalId,
    {
      Type: "Custom::S3",
      Version: 1,
      DependsOn: [fn.logicalId, ...(fn.alias ? [fn.alias.logicalId] : []), handlerId],
      Properties: {
        ServiceToken: getAtt(handlerId, "Arn"),
        FunctionName: fn.functionName,
        FunctionQualifier: fn.alias?.name,
        BucketName: event.bucket,
        BucketConfigs: uses.map(({ event: one }) => ({ Event: one.event || "s3:ObjectCreated:*", Rules: (one.rules ?? []).map(renamedRule) })),
        // A number that differs each time makes CloudFormation ask the custom resource again.
        ForceDeploy: event.forceDeploy ? Date.now() : undefined,
      },
    },
    path,
  );
  return logicalId;
}

function renamedRule(rule: Record<string, Json>): JsonObject {
  return Object.fromEntries(Object.entries(rule).slice(0, 1).map(([key, value]) => [startCaseId(key), value]));
}
