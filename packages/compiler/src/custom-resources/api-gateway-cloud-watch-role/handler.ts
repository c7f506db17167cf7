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
    const apiGateway = await awsClient("client-api-gateway", "APIGateway");
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

/** Asks before it makes: where the role is there already, no right to make it is needed. */
async function ensureRole({ partition, accountId }: Place): Promise<string> {
  const iam = await awsClient("client-iam", "IAM");
  const policyArn = `arn:${partition}:iam::aws:policy/${policy}`;
  if (!(await attachedPolicies(iam)).includes(policyArn)) await call(iam, "attachRolePolicy", { RoleName: roleName, PolicyArn: policyArn });
  return `arn:${partition}:iam::${accountId}:role/${roleName}`;
}

async function attachedPolicies(iam: AwsClient): Promise<unknown[]> {
  try {
    const { AttachedPolicies: attached } = await call(iam, "listAttachedRolePolicies", { RoleName: roleName });
    return Array.isArray(attached) ? attached.map((item: { PolicyArn?: string }) => item.PolicyArn) : [];
  } catch (error) {
    if (!isAwsError(error, "NoSuchEntityException", "NoSuchEntity")) throw error;
  }
  const trust = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: ["apigateway.amazonaws.com"] }, Action: ["sts:AssumeRole"] }] };
  await call(iam, "createRole", { RoleName: roleName, Path: "/", AssumeRolePolicyDocument: JSON.stringify(trust) });
  return [];
}
