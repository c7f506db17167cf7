import { createHash } from "node:crypto";
import { getAtt, join, sub } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject, type Resource } from "@windlass/cloudformation/template";
import { lambdaId, logGroupId, logGroupName } from "../../4-model/naming.js";
import type { Path } from "../../path.js";
import { defaultRuntime } from "../../4-model/service-model.js";
import type { TemplateBuilder } from "../template-builder.js";

const kinds = {
  s3: { name: "custom-resource-existing-s3", handler: "s3/handler.handler" },
  cognitoUserPool: { name: "custom-resource-existing-cup", handler: "cognito-user-pool/handler.handler" },
  apiGatewayCloudWatchRole: { name: "custom-resource-apigw-cw-role", handler: "api-gateway-cloud-watch-role/handler.handler" },
} as const;
export type CustomResourceKind = keyof typeof kinds;

const roleId = "IamRoleCustomResourcesLambdaExecution";
const maxNameLength = 64;

/** Logical id of the function behind a kind of custom resource. */
export function customResourceFunctionId(kind: CustomResourceKind): string {
  return lambdaId(kinds[kind].name);
}

type Added = { kind: CustomResourceKind; statements: JsonObject[]; origin: Path };

/** The function behind a kind of custom resource, and the role that these functions share, with these statements. */
export function addCustomResource(builder: TemplateBuilder, { kind, statements, origin }: Added): void {
  const { provider, service, stage } = builder.model;
  const { name, handler } = kinds[kind];
  const code = builder.packaged.customResources;
  const functionName = shortened(`${service}-${stage}-${name}`);
  const deploymentRole = provider.iam?.deploymentRole ?? provider.cfnRole;
  const writesLogs = Boolean(provider.logs?.frameworkLambda);
  if (!deploymentRole) allowInRole(builder, statements, origin);
  builder.add(
    customResourceFunctionId(kind),
    {
      Type: "AWS::Lambda::Function",
      Properties: {
        Code: { S3Bucket: code?.bucket, S3Key: code?.key },
        FunctionName: functionName,
        Handler: handler,
        MemorySize: 1024,
        Runtime: provider.runtime?.startsWith("nodejs") ? provider.runtime : defaultRuntime,
        Timeout: 180,
        Architectures: provider.architecture ? [provider.architecture] : undefined,
        Role: deploymentRole || getAtt(roleId, "Arn"),
      },
      DependsOn: [...(deploymentRole ? [] : [roleId]), ...(writesLogs ? [logGroupId(name)] : [])],
    },
    origin,
  );
  if (!writesLogs) return;
  const properties = { LogGroupName: logGroupName(functionName), RetentionInDays: provider.logRetentionInDays, DataProtectionPolicy: provider.logDataProtectionPolicy };
  builder.add(logGroupId(name), { Type: "AWS::Logs::LogGroup", Properties: properties }, origin);
}

function shortened(name: string): string {
  return name.length <= maxNameLength ? name : `${name.slice(0, 32)}${createHash("md5").update(name).digest("hex")}`;
}

/** A plain resource that the role has already is not allowed twice. */
function allowInRole(builder: TemplateBuilder, statements: JsonObject[], origin: Path): void {
  const present = builder.resources[roleId];
  if (present) builder.addedBy(roleId, origin);
  const role = present ?? builder.add(roleId, newRole(builder), origin);
  const known = statementsOf(role);
  for (const statement of statements) {
    if (!known.some((item) => isJsonObject(item) && item["Resource"] === statement["Resource"])) known.push(statement);
  }
}

function statementsOf(role: Resource): Json[] {
  const policies = role.Properties?.["Policies"];
  const policy = Array.isArray(policies) ? policies[0] : undefined;
  const document = isJsonObject(policy) ? policy["PolicyDocument"] : undefined;
  return isJsonObject(document) && Array.isArray(document["Statement"]) ? document["Statement"] : [];
}

function newRole({ model: { provider, service, stage } }: TemplateBuilder): Resource {
  const group = (rest: string): JsonObject => sub(`arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${logGroupName(`${service}-${stage}`)}*:${rest}`);
  const logs: Json[] = provider.logs?.frameworkLambda
    ? [
        { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:CreateLogGroup", "logs:TagResource"], Resource: [group("*")] },
        { Effect: "Allow", Action: ["logs:PutLogEvents"], Resource: [group("*:*")] },
      ]
    : [];
  return {
    Type: "AWS::IAM::Role",
    Properties: {
      AssumeRolePolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: "Allow", Principal: { Service: ["lambda.amazonaws.com"] }, Action: ["sts:AssumeRole"] }] },
      Policies: [{ PolicyName: join("-", [stage, service, "custom-resources-lambda"]), PolicyDocument: { Version: "2012-10-17", Statement: logs } }],
    },
  };
}

/** Each waits for the one before: two writers of one bucket or pool would undo each other. */
export function chainCustomResources(builder: TemplateBuilder, ids: string[]): void {
  for (const [index, id] of ids.entries()) {
    const resource = builder.resources[id];
    const before = ids[index - 1];
    if (resource && before !== undefined) resource.DependsOn = [...[resource.DependsOn ?? []].flat(), before];
  }
}
