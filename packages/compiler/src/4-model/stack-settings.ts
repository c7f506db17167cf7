import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import type { ServiceModel } from "./service-model.js";

/** What deploying the stack needs besides its template: what the reference hands to CloudFormation's API. */
export type StackSettings = {
  /** The role that CloudFormation works with; null: the deployer's own rights. */
  roleArn: string | null;
  notificationArns: string[];
  rollbackConfiguration: { triggers: { arn: string; type: string }[]; monitoringTimeMinutes: number | null } | null;
  parameters: { key: string; value: string | null; usePreviousValue: boolean }[];
  /** Statements of the stack policy, set once the stack is deployed; null leaves the policy as it is. */
  policy: Json[] | null;
  disableRollback: boolean;
  /** Null leaves the protection as it is. */
  terminationProtection: boolean | null;
};

/** The stack's settings, of a checked config. */
export function stackSettingsOf({ provider, stage }: ServiceModel): StackSettings {
  const role = provider.iam?.deploymentRole ?? provider.cfnRole;
  const { rollbackConfiguration: rollback, stackPolicy, deletionProtection } = provider;
  return {
    roleArn: typeof role === "string" ? role : null,
    notificationArns: provider.notificationArns ?? [],
    rollbackConfiguration: rollback
      ? {
          triggers: (rollback.RollbackTriggers ?? []).map(({ Arn: arn, Type: type }) => ({ arn, type })),
          monitoringTimeMinutes: rollback.MonitoringTimeInMinutes ?? null,
        }
      : null,
    parameters: (provider.stackParameters ?? []).flatMap(({ ParameterKey: key, ParameterValue: value, UsePreviousValue: usePreviousValue }) =>
      key ? [{ key, value: value ?? null, usePreviousValue: usePreviousValue === true }] : [],
    ),
    policy: stackPolicy && stackPolicy.length > 0 ? stackPolicy : null,
    disableRollback: provider.disableRollback === true,
    terminationProtection: isJsonObject(deletionProtection) ? deletionProtection.stages.includes(stage) : (deletionProtection ?? null),
  };
}

/** Tags of the stack: the stage's, unless the config has a tag of that name in whatever case, and the config's. */
export function stackTagsOf({ provider: { stackTags }, stage }: ServiceModel): Record<string, string> {
  const names = Object.keys(stackTags ?? {}).map((name) => name.toLowerCase());
  return { ...(names.includes("stage") ? {} : { STAGE: stage }), ...stackTags };
}
