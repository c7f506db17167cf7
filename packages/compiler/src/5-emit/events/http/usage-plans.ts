import { ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../../diagnostic.js";
import type { ApiGatewayConfig, ApiKeyConfig, UsagePlanConfig } from "../../../3-check/config.js";
import { upperFirst } from "../../../4-model/naming.js";
import type { TemplateBuilder } from "../../template-builder.js";
import { restApiId } from "./rest-api-model.js";

type KeyDefinition = NonNullable<ApiGatewayConfig["apiKeys"]>[number];
/** A key with its plan (null: plain) and its number: over all plain keys, or within its plan. */
type NumberedKey = { key: ApiKeyConfig; plan: string | null; number: number };
const keysPath = ["provider", "apiGateway", "apiKeys"];
const plansPath = ["provider", "apiGateway", "usagePlan"];
/** The plan of a service that does not name its plans. */
const onlyPlan = "default";

/** API keys, usage plans, and which key belongs to which plan. */
export function emitUsagePlans(builder: TemplateBuilder, deploymentId: string): void {
  const { apiKeys, usagePlan } = builder.model.provider.apiGateway ?? {};
  if (!apiKeys && !usagePlan) return;
  const named = Array.isArray(usagePlan) ? usagePlan.map((plan) => Object.keys(plan)[0] ?? "") : null;
  checkPlans(apiKeys ?? [], named ?? [onlyPlan]);
  for (const { key, plan, number } of numberKeys(apiKeys ?? [], named ?? [])) {
    builder.add(keyId(plan, number), { Type: "AWS::ApiGateway::ApiKey", Properties: keyProperties(builder, key), DependsOn: deploymentId }, keysPath);
  }
  for (const name of named ?? [onlyPlan]) emitPlan(builder, { name, deploymentId, logicalId: planId(named ? name : null) });
  // Like the reference: keys under "default" count as keys of a plan here, though not above.
  for (const { plan, number } of numberKeys(apiKeys ?? [], named ?? [onlyPlan])) {
    builder.add(
      `ApiGatewayUsagePlanKey${upperFirst(plan ?? "")}${number}`,
      { Type: "AWS::ApiGateway::UsagePlanKey", Properties: { KeyId: ref(keyId(plan, number)), KeyType: "API_KEY", UsagePlanId: ref(planId(plan)) } },
      keysPath,
    );
  }
}

const keyId = (plan: string | null, number: number): string => `ApiGatewayApiKey${upperFirst(plan ?? "")}${number}`;
const planId = (plan: string | null): string => `ApiGatewayUsagePlan${upperFirst(plan ?? "")}`;

/** The name and the keys of a definition that groups keys; null for a plain key. */
function groupOf(definition: KeyDefinition): [string, ApiKeyConfig[]] | null {
  const [name, members] = isJsonObject(definition) ? (Object.entries(definition)[0] ?? []) : [];
  return name !== undefined && Array.isArray(members) ? [name, members.filter(isKey)] : null;
}

function isKey(value: Json): value is ApiKeyConfig & Json {
  return typeof value === "string" || isJsonObject(value);
}

function checkPlans(definitions: readonly KeyDefinition[], plans: string[]): void {
  for (const [index, definition] of definitions.entries()) {
    const [name] = groupOf(definition) ?? [];
    if (name !== undefined && plans.length > 0 && !plans.includes(name)) {
      throw new CompileError({ code: "conflict", message: `The API keys "${name}" belong to no usage plan`, hint: `Add the plan "${name}" to usagePlan, or give the keys without a name.`, path: [...keysPath, index] });
    }
  }
}

function numberKeys(definitions: readonly KeyDefinition[], plans: string[]): NumberedKey[] {
  let number = 0;
  return definitions.flatMap((definition): NumberedKey[] => {
    const [name, members] = groupOf(definition) ?? [];
    if (name !== undefined && members && plans.includes(name)) {
      // The reference has one counter, which it starts anew with each plan.
      number = members.length;
      return members.map((key, index) => ({ key, plan: name, number: index + 1 }));
    }
    number += 1;
    return [{ key: name === undefined && isKey(definition) ? definition : {}, plan: null, number }];
  });
}

function keyProperties(builder: TemplateBuilder, key: ApiKeyConfig): JsonObject {
  const config = typeof key === "string" ? { name: key } : key;
  return {
    Enabled: config.enabled ?? true,
    Name: config.name,
    Value: config.value || undefined,
    Description: config.description,
    CustomerId: config.customerId,
    StageKeys: [{ RestApiId: restApiId(builder), StageName: builder.model.stage }],
  };
}

type NamedPlan = { name: string; logicalId: string; deploymentId: string };

function emitPlan(builder: TemplateBuilder, { name, logicalId, deploymentId }: NamedPlan): void {
  const { service, stage } = builder.model;
  const isOnly = name === onlyPlan;
  builder.add(
    logicalId,
    {
      Type: "AWS::ApiGateway::UsagePlan",
      DependsOn: deploymentId,
      Properties: {
        ApiStages: [{ ApiId: restApiId(builder), Stage: stage }],
        Description: isOnly ? `Usage plan for ${service} ${stage} stage` : `Usage plan "${name}" for ${service} ${stage} stage`,
        UsagePlanName: isOnly ? `${service}-${stage}` : `${service}-${name}-${stage}`,
        ...limitsOf(builder.model.provider.apiGateway?.usagePlan, name),
      },
    },
    plansPath,
  );
}

/** The limits of a plan. Like the reference: a plan in a list that is called "default" gets none, an empty limit counts only outside a list. */
function limitsOf(usagePlan: ApiGatewayConfig["usagePlan"], name: string): JsonObject {
  if (!Array.isArray(usagePlan)) return limits(usagePlan?.quota, usagePlan?.throttle);
  if (name === onlyPlan) return {};
  const quota = usagePlan.findLast((plan) => plan[name]?.quota)?.[name]?.quota;
  const throttle = usagePlan.findLast((plan) => plan[name]?.throttle)?.[name]?.throttle;
  return limits(quota && Object.keys(quota).length > 0 ? quota : null, throttle && Object.keys(throttle).length > 0 ? throttle : null);
}

function limits(quota: UsagePlanConfig["quota"] | null, throttle: UsagePlanConfig["throttle"] | null): JsonObject {
  return {
    Quota: quota ? { Limit: quota.limit, Offset: quota.offset, Period: quota.period } : undefined,
    Throttle: throttle ? { BurstLimit: throttle.burstLimit, RateLimit: throttle.rateLimit } : undefined,
  };
}
