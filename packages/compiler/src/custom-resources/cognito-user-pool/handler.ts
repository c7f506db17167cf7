import { awsClient, call, type AwsClient } from "../aws-client.js";
import { handlerOf, type Place } from "../custom-resource.js";
import { allow, arnOf, disallow, isSameStatement, isSameTarget, statementOf, type Statement, type Target } from "../invoke-permission.js";

/** `Custom::CognitoUserPool`: triggers of a user pool that exists, to one function. */
type TriggerConfig = { Trigger: string; LambdaVersion?: string; KMSKeyID?: string };
type Properties = Target & { UserPoolName: string; UserPoolConfigs: TriggerConfig[] };
type Pool = Record<string, unknown> & { Id: string };
type LambdaConfig = Record<string, string | { LambdaArn: string; LambdaVersion: string }>;

const customSenders = ["CustomSMSSender", "CustomEmailSender"];
/** What AWS tells of a pool and does not take back in an update. */
const readOnly = [
  "Id", "Name", "Status", "LastModifiedDate", "CreationDate", "SchemaAttributes", "AliasAttributes", "UsernameAttributes", "EstimatedNumberOfUsers",
  "SmsConfigurationFailure", "EmailConfigurationFailure", "Domain", "CustomDomain", "UsernameConfiguration", "Arn", "LambdaConfig",
];

export const handler = handlerOf<Properties>({
  physicalId: "CustomResourceExistingCognitoUserPool",
  async apply(properties, previous, place) {
    const cognito = awsClient("client-cognito-identity-provider", "CognitoIdentityProvider");
    const pool = await findPool(cognito, properties.UserPoolName);
    if (!pool) throw new Error(`Could not find Cognito User Pool "${properties.UserPoolName}"`);
    const isMoved = previous !== undefined && previous.UserPoolName !== properties.UserPoolName;
    const isKnown = previous !== undefined && !isMoved && isSameTarget(previous, properties);
    if (!isKnown) await allowPool(properties, pool, place);
    const arns = [arnOf(properties, place), ...(previous && !isMoved ? [arnOf(previous, place)] : [])];
    await update(cognito, pool, { ...without(pool, arns), ...triggers(properties, place) });
    if (isMoved) await forget(cognito, previous, place);
    // Names that differ in their case only share a statement: it is the new one by now.
    if (previous && !isKnown && !isSameStatement(permissionOf(previous), permissionOf(properties))) await disallow(permissionOf(previous));
  },
  async remove(properties, place) {
    await disallow(permissionOf(properties));
    await forget(awsClient("client-cognito-identity-provider", "CognitoIdentityProvider"), properties, place);
  },
});

async function forget(cognito: AwsClient, properties: Properties, place: Place): Promise<void> {
  const pool = await findPool(cognito, properties.UserPoolName);
  if (pool) await update(cognito, pool, without(pool, [arnOf(properties, place)]));
}

async function findPool(cognito: AwsClient, name: string): Promise<Pool | null> {
  for (let NextToken: unknown = undefined; ; ) {
    const page = await call(cognito, "listUserPools", { MaxResults: 60, NextToken });
    const found = ((page["UserPools"] ?? []) as { Id: string; Name: string }[]).find((pool) => pool.Name === name);
    if (found) return (await call(cognito, "describeUserPool", { UserPoolId: found.Id }))["UserPool"] as Pool;
    NextToken = page["NextToken"];
    if (!NextToken) return null;
  }
}

async function update(cognito: AwsClient, pool: Pool, lambdaConfig: LambdaConfig): Promise<void> {
  const settings = Object.fromEntries(Object.entries(pool).filter(([key]) => !readOnly.includes(key)));
  // Two names of one setting: AWS tells the old one and refuses an update that has both.
  const { UnusedAccountValidityDays: days, ...adminCreateUser } = (settings["AdminCreateUserConfig"] ?? {}) as { UnusedAccountValidityDays?: number };
  const policies = (settings["Policies"] ?? {}) as { PasswordPolicy?: object };
  await call(cognito, "updateUserPool", {
    ...settings,
    AdminCreateUserConfig: adminCreateUser,
    Policies: { ...policies, PasswordPolicy: { ...policies.PasswordPolicy, ...(days === undefined ? {} : { TemporaryPasswordValidityDays: days }) } },
    UserPoolId: pool.Id,
    LambdaConfig: lambdaConfig,
  });
}

function triggers(properties: Properties, place: Place): LambdaConfig {
  const LambdaArn = arnOf(properties, place);
  const config: LambdaConfig = {};
  for (const { Trigger, LambdaVersion, KMSKeyID } of properties.UserPoolConfigs) {
    if (customSenders.includes(Trigger)) {
      config[Trigger] = { LambdaArn, LambdaVersion: LambdaVersion ?? "V1_0" };
      if (KMSKeyID) config["KMSKeyID"] = KMSKeyID;
    } else if (Trigger === "PreTokenGeneration" && LambdaVersion) config["PreTokenGenerationConfig"] = { LambdaArn, LambdaVersion };
    else config[Trigger] = LambdaArn;
  }
  return config;
}

/** The pool's triggers without those of these functions; the key goes with the last trigger that uses it. */
function without(pool: Pool, arns: string[]): LambdaConfig {
  const known = Object.entries((pool["LambdaConfig"] ?? {}) as LambdaConfig);
  const kept = known.filter(([, value]) => !arns.includes(typeof value === "string" ? value : value.LambdaArn));
  const usesKey = kept.some(([key]) => customSenders.includes(key));
  return Object.fromEntries(kept.filter(([key]) => key !== "KMSKeyID" || usesKey));
}

async function allowPool(properties: Properties, pool: Pool, { partition, region, accountId }: Place): Promise<void> {
  const SourceArn = `arn:${partition}:cognito-idp:${region}:${accountId}:userpool/${pool.Id}`;
  await allow(permissionOf(properties), { Principal: "cognito-idp.amazonaws.com", SourceArn });
}

function permissionOf(properties: Properties): Statement {
  return statementOf(properties, properties.UserPoolName.toLowerCase().replace(/[.:*\s]/g, ""));
}
