import { getAtt } from "@windlass/cloudformation/intrinsics";
import type { Json, JsonObject, Resource } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import { customSenderTriggers } from "../../3-check/events/cognito-user-pool.js";
import { alphanumericId, permissionId } from "../../4-model/naming.js";
import { eventsOf, type FoundEvent } from "../event-emitter.js";
import { lambdaPermission } from "../lambda-permission.js";
import { lambdaTarget, type TemplateBuilder } from "../template-builder.js";
import { emitExistingPools } from "./cognito-existing.js";
import { senderKey } from "./cognito-sender-key.js";

type Trigger = FoundEvent<"cognitoUserPool">;

/** `cognitoUserPool`: user pools of this stack with their triggers, and triggers of pools that exist. */
export function emitCognitoUserPool(builder: TemplateBuilder): void {
  const pools = new Map<string, Trigger[]>();
  const existing: Trigger[] = [];
  for (const trigger of eventsOf(builder, "cognitoUserPool")) {
    checkVersion(trigger);
    if (trigger.event.existing) existing.push(trigger);
    else pools.set(trigger.event.pool, [...(pools.get(trigger.event.pool) ?? []), trigger]);
  }
  for (const [pool, triggers] of pools) {
    const poolId = `CognitoUserPool${alphanumericId(pool)}`;
    builder.add(poolId, poolResource(pool, triggers), triggers[0]?.path ?? []);
    for (const { path } of triggers.slice(1)) builder.addedBy(poolId, path);
    for (const { fn, event, path } of triggers) {
      const id = permissionId(fn.key, `CognitoUserPool${alphanumericId(pool)}TriggerSource${alphanumericId(event.trigger)}`);
      builder.add(id, lambdaPermission(fn, "cognito-idp.amazonaws.com", getAtt(poolId, "Arn")), path);
    }
  }
  emitExistingPools(builder, existing);
}

function poolResource(pool: string, triggers: Trigger[]): Resource {
  const lambdaConfig: JsonObject = {};
  const keys = new Map<string, Json>();
  for (const trigger of triggers) Object.assign(lambdaConfig, triggerConfig(trigger, keys));
  return {
    Type: "AWS::Cognito::UserPool",
    Properties: { UserPoolName: pool, LambdaConfig: lambdaConfig },
    DependsOn: triggers.map(({ fn }) => fn.alias?.logicalId ?? fn.logicalId),
  };
}

function triggerConfig(found: Trigger, keys: Map<string, Json>): JsonObject {
  const { trigger, lambdaVersion } = found.event;
  const target = lambdaTarget(found.fn);
  if (trigger === "PreTokenGeneration" && lambdaVersion) return { PreTokenGenerationConfig: { LambdaArn: target, LambdaVersion: lambdaVersion } };
  if (!customSenderTriggers.includes(trigger)) return { [trigger]: target };
  return { [trigger]: { LambdaArn: target, LambdaVersion: lambdaVersion || "V1_0" }, KMSKeyID: senderKey(found, keys) };
}

function checkVersion({ event, path }: Trigger): void {
  const { trigger, lambdaVersion } = event;
  if (!lambdaVersion) return;
  const allowed = customSenderTriggers.includes(trigger) ? ["V1_0"] : trigger === "PreTokenGeneration" ? ["V1_0", "V2_0", "V3_0"] : [];
  if (!allowed.includes(lambdaVersion)) {
    throw new CompileError({ code: "conflict", message: `The trigger ${trigger} does not know lambdaVersion ${lambdaVersion}`, path: [...path, "lambdaVersion"] });
  }
}
