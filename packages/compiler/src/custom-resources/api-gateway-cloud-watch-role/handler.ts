import { setTimeout } from "node:timers/promises";
import { awsClient, call, isAwsError, type AwsClient } from "../aws-client.js";
import { handlerOf, type Place } from "../custom-resource.js";

/** `Custom::ApiGatewayAccountRole`: the account's role by which API Gateway writes logs. */
type Properties = { RoleArn?: string };

const roleName = "serverlessApiGatewayCloudWatchRole";
const policy = "service-role/AmazonAPIGatewayPushToCloudWatchLogs";
/** A role that was just made is refused for a while. */
const attempts = 10;
const retryDelayMs = 10_000;

export const handler = handlerOf<Properties>({
  physicalId: "CustomResourceApiGatewayAccountCloudWatchRole",
  async apply({ RoleArn }, previous, place) {
    // The setting is the account's, not the stack's: it is made once and then left alone.
    if (previous) return;
    const roleArn = RoleArn ?? (await ensureRole(place));
    const apiGateway = awsClient("client-api-gateway", "APIGateway");
    const account = await call(apiGateway, "getAccount", {});
    if (account["cloudwatchRoleArn"] === roleArn) return;
    const update = { patchOperations: [{ op: "replace", path: "/cloudwatchRoleArn", value: roleArn }] };
    for (let attempt = 1; ; attempt += 1) {
      try {
        await call(apiGateway, "updateAccount", update);
        return;
      } catch (error) {
        if (attempt === attempts) throw error;
        await setTimeout(retryDelayMs);
      }
    }
  },
  async remove() {
    // Other APIs of the account may write logs by the role.
  },
});

/** The role with its policy. Only what is missing is made: an account may forbid that roles are made. */
async function ensureRole({ partition, accountId }: Place): Promise<string> {
  const iam = awsClient("client-iam", "IAM");
  const PolicyArn = `arn:${partition}:iam::aws:policy/${policy}`;
  const attached = (await policiesOf(iam)) ?? (await createRole(iam));
  if (!attached.includes(PolicyArn)) await call(iam, "attachRolePolicy", { RoleName: roleName, PolicyArn });
  return `arn:${partition}:iam::${accountId}:role/${roleName}`;
}

/** ARNs of the policies of the role, or null when there is no such role. */
async function policiesOf(iam: AwsClient): Promise<string[] | null> {
  try {
    const { AttachedPolicies: policies = [] } = await call(iam, "listAttachedRolePolicies", { RoleName: roleName });
    return (policies as { PolicyArn: string }[]).map(({ PolicyArn }) => PolicyArn);
  } catch (error) {
    if (!isAwsError(error, "NoSuchEntityException", "NoSuchEntity")) throw error;
    return null;
  }
}

async function createRole(iam: AwsClient): Promise<string[]> {
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: ["apigateway.amazonaws.com"] }, Action: ["sts:AssumeRole"] }] };
  await call(iam, "createRole", { RoleName: roleName, Path: "/", AssumeRolePolicyDocument: JSON.stringify(trust) });
  return [];
}
