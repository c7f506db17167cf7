import { getAtt, sub } from "@windlass/cloudformation/intrinsics";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../diagnostic.js";
import { customSenderTriggers } from "../../3-check/events/cognito-user-pool.js";
import { idOf } from "../../4-model/naming.js";
import { addCustomResource, chainCustomResources, customResourceFunctionId } from "../custom-resources/add-custom-resource.js";
import type { FoundEvent } from "../event-emitter.js";
import type { TemplateBuilder } from "../template-builder.js";
import { senderKey } from "./cognito-sender-key.js";

type Trigger = FoundEvent<"cognitoUserPool">;
const poolActions = ["cognito-idp:ListUserPools", "cognito-idp:DescribeUserPool", "cognito-idp:UpdateUserPool"];

/** Triggers of user pools that exist already: one custom resource for each function, one after the other. */
export function emitExistingPools(builder: TemplateBuilder, triggers: Trigger[]): void {
  const [first] = triggers;
  if (!first) return;
  const statements: JsonObject[] = [];
  const idsByPool = new Map<string, string[]>();
  const keys = new Map<string, Json>();
  for (const fn of builder.model.functions) {
    const [trigger, ...more] = triggers.filter((candidate) => candidate.fn === fn);
    if (!trigger) continue;
    const other = more.find(({ event }) => event.pool !== trigger.event.pool);
    if (other) throw new CompileError({ code: "conflict", message: `Function "${fn.key}" can have triggers of one existing user pool only`, path: [...other.path, "pool"] });
    const { kmsKeyId, pool } = trigger.event;
    if (customSenderTriggers.includes(trigger.event.trigger) && kmsKeyId) statements.push({ Effect: "Allow", Resource: kmsKeyId, Action: ["kms:CreateGrant"] });
    statements.push({ Effect: "Allow", Resource: "*", Action: poolActions });
    idsByPool.set(pool, [...(idsByPool.get(pool) ?? []), emitTriggers(builder, [trigger, ...more], keys)]);
  }
  chainCustomResources(builder, Array.from(idsByPool.values()).flat());
  addCustomResource(builder, { kind: "cognitoUserPool", statements: [...statements, ...sharedStatements()], origin: first.path });
}

function emitTriggers(builder: TemplateBuilder, triggers: [Trigger, ...Trigger[]], keys: Map<string, Json>): string {
  const [{ fn, event, path }] = triggers;
  const logicalId = `${idOf(fn.key)}CustomCognitoUserPool1`;
  const handlerId = customResourceFunctionId("cognitoUserPool");
  builder.add(
    logicalId,
    {
      Type: "Custom::CognitoUserPool",
      Version: 1,
      DependsOn: [fn.logicalId, ...(fn.alias ? [fn.alias.logicalId] : []), handlerId],
      Properties: {
        ServiceToken: getAtt(handlerId, "Arn"),
        FunctionName: fn.functionName,
        FunctionQualifier: fn.alias?.name,
        UserPoolName: event.pool,
        UserPoolConfigs: triggers.map((trigger) => configOf(trigger, keys)),
        ForceDeploy: event.forceDeploy ? Date.now() : undefined,
      },
    },
    path,
  );
  return logicalId;
}

function configOf(found: Trigger, keys: Map<string, Json>): Json {
  const { trigger, lambdaVersion } = found.event;
  if (customSenderTriggers.includes(trigger)) return { Trigger: trigger, LambdaVersion: lambdaVersion || "V1_0", KMSKeyID: senderKey(found, keys) };
  return { Trigger: trigger, LambdaVersion: trigger === "PreTokenGeneration" ? lambdaVersion || undefined : undefined };
}

function sharedStatements(): JsonObject[] {
  const functions = (): JsonObject => sub("arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:*");
  return [
    { Effect: "Allow", Resource: functions(), Action: ["lambda:AddPermission"], Condition: { StringEquals: { "lambda:Principal": "cognito-idp.amazonaws.com" } } },
    { Effect: "Allow", Resource: functions(), Action: ["lambda:RemovePermission"] },
    { Effect: "Allow", Resource: sub("arn:${AWS::Partition}:iam::*:role/*"), Action: ["iam:PassRole"] },
  ];
}
