import type { StackSettings } from "@windlass/contracts/release";
import type { ServiceModel } from "./service-model.js";

/** What the reference hands to CloudFormation besides template and tags. */
export function stackSettingsOf({ provider }: ServiceModel): StackSettings {
  const role = provider.iam?.deploymentRole ?? provider.cfnRole;
  const { rollbackConfiguration: rollback } = provider;
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
  };
}

/** Tags of the stack: the stage's, unless the config has a tag of that name in whatever case, and the config's. */
export function stackTagsOf({ provider: { stackTags }, stage }: ServiceModel): Record<string, string> {
  const names = Object.keys(stackTags ?? {}).map((name) => name.toLowerCase());
  return { ...(names.includes("stage") ? {} : { STAGE: stage }), ...stackTags };
}
