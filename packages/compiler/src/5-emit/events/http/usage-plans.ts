import { ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../../diagnostic.js";
import type { ApiKeyConfig, UsagePlanConfig } from "../../../3-check/config.js";
import { upperFirst } from "../../../4-model/naming.js";
import type { TemplateBuilder } from "../../template-builder.js";
import { restApiId } from "./rest-api-model.js";

/** A key as it is numbered: over all plain keys, or within its usage plan. */
type NumberedKey = { key: ApiKeyConfig; plan: string; number: number };
const keysPath = ["provider", "apiGateway", "apiKeys"];
const plansPath = ["provider", "apiGateway", "usagePlan"];

/** API keys, usage plans, and which key belongs to which plan. */
export function emitUsagePlans(builder: TemplateBuilder, deploymentId: string): void {
  const { apiKeys, usagePlan } = builder.model.provider.apiGateway ?? {};
  if (!apiKeys && !usagePlan) return;
  const plans = Array.isArray(usagePlan) ? usagePlan.map((plan) => Object.keys(plan)[0] ?? "") : [];
  const keys = numberKeys(apiKeys ?? [], plans);
  for (const { key, plan, number } of keys) {
    builder.add(`ApiGatewayApiKey${upperFirst(plan)}${number}`, { Type: "AWS::ApiGateway::ApiKey", Properties: keyProperties(builder, key), DependsOn: deploymentId }, keysPath);
  }
  if (Array.isArray(usagePlan)) {
    for (const name of plans) emitPlan(builder, { name, deploymentId, plan: mergedPlan(usagePlan, name) });
  } else emitPlan(builder, { name: "", deploymentId, plan: usagePlan ?? {} });
  for (const { plan, number } of keys) {
    builder.add(
      `ApiGatewayUsagePlanKey${upperFirst(plan)}${number}`,
      {
        Type: "AWS::ApiGateway::UsagePlanKey",
        Properties: { KeyId: ref(`ApiGatewayApiKey${upperFirst(plan)}${number}`), KeyType: "API_KEY", UsagePlanId: ref(`ApiGatewayUsagePlan${upperFirst(plan)}`) },
      },
      keysPath,
    );
  }
}

function numberKeys(definitions: readonly (ApiKeyConfig | Record<string, ApiKeyConfig[]>)[], plans: string[]): NumberedKey[] {
  let plain = 0;
  return definitions.flatMap((definition) => {
    const [name, members] = isJsonObject(definition) ? (Object.entries(definition)[0] ?? []) : [];
    if (name !== undefined && Array.isArray(members)) {
      if (!plans.includes(name)) throw new CompileError({ code: "conflict", message: `The API keys "${name}" belong to no usage plan`, path: keysPath });
      // The reference starts its one counter anew with each plan.
      plain = members.length;
      return members.map((key, index) => ({ key: key as ApiKeyConfig, plan: name, number: index + 1 }));
    }
    plain += 1;
    return [{ key: definition, plan: "", number: plain }];
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

function emitPlan(builder: TemplateBuilder, { name, plan, deploymentId }: { name: string; plan: UsagePlanConfig; deploymentId: string }): void {
  const { service, stage } = builder.model;
  const quota: Json | undefined = plan.quota && { Limit: plan.quota.limit, Offset: plan.quota.offset, Period: plan.quota.period };
  const throttle: Json | undefined = plan.throttle && { BurstLimit: plan.throttle.burstLimit, RateLimit: plan.throttle.rateLimit };
  builder.add(
    `ApiGatewayUsagePlan${upperFirst(name)}`,
    {
      Type: "AWS::ApiGateway::UsagePlan",
      DependsOn: deploymentId,
      Properties: {
        ApiStages: [{ ApiId: restApiId(builder), Stage: stage }],
        Description: name === "" ? `Usage plan for ${service} ${stage} stage` : `Usage plan "${name}" for ${service} ${stage} stage`,
        UsagePlanName: name === "" ? `${service}-${stage}` : `${service}-${name}-${stage}`,
        Quota: quota,
        Throttle: throttle,
      },
    },
    plansPath,
  );
}

function mergedPlan(plans: Record<string, UsagePlanConfig>[], name: string): UsagePlanConfig {
  return Object.assign({}, ...plans.map((plan) => plan[name] ?? {})) as UsagePlanConfig;
}
