import { join, ref, sub } from "@windlass/cloudformation/intrinsics";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import type { IamRoleConfig } from "../3-check/config.js";
import { executionRoleId, logGroupId, logGroupName } from "../4-model/naming.js";
import type { FunctionModel } from "../4-model/service-model.js";
import { isExistingRole, roleResourceOf, type TemplateBuilder } from "./template-builder.js";

/** Log groups of the functions, and the role that they share unless every one brings its own. */
export function emitLogsAndRole(builder: TemplateBuilder): void {
  const { functions, provider } = builder.model;
  if (functions.length === 0) return;
  for (const fn of functions) if (!fn.config.disableLogs) emitLogGroup(builder, fn);
  const role = provider.iam?.role ?? {};
  if (isExistingRole(role) || "role" in provider || functions.every((fn) => "role" in fn.config)) return;
  emitRole(builder, role);
}

function emitLogGroup(builder: TemplateBuilder, fn: FunctionModel): void {
  const { provider } = builder.model;
  builder.add(
    logGroupId(fn.key),
    {
      Type: "AWS::Logs::LogGroup",
      Properties: {
        LogGroupName: logGroupName(fn.functionName),
        RetentionInDays: fn.config.logRetentionInDays || provider.logRetentionInDays || undefined,
        DataProtectionPolicy: fn.config.logDataProtectionPolicy || provider.logDataProtectionPolicy || undefined,
      },
      Condition: fn.config.condition || undefined,
    },
    fn.path,
  );
}

function emitRole(builder: TemplateBuilder, role: IamRoleConfig): void {
  const { service, stage, provider } = builder.model;
  const statements: Json[] = [...logStatements(builder), ...(role.statements ?? provider.iamRoleStatements ?? [])];
  const managedPolicies: Json[] = [...(role.managedPolicies ?? provider.iamManagedPolicies ?? []), ...vpcPolicies(builder)];
  const trustedServices: Json[] = ["lambda.amazonaws.com"];
  statements.push(...durableStatements(builder));
  builder.executionRole = { statements, managedPolicies, trustedServices };
  const properties: JsonObject = {
    AssumeRolePolicyDocument: {
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: trustedServices }, Action: ["sts:AssumeRole"] }],
    },
    Policies: [{ PolicyName: join("-", [service, stage, "lambda"]), PolicyDocument: { Version: "2012-10-17", Statement: statements } }],
    Path: role.path || "/",
    RoleName: role.name || join("-", [service, stage, ref("AWS::Region"), "lambdaRole"]),
    Tags: role.tags && Object.entries(role.tags).map(([Key, Value]) => ({ Key, Value })),
    PermissionsBoundary: role.permissionsBoundary || role.permissionBoundary || provider.rolePermissionsBoundary || undefined,
    ManagedPolicyArns: managedPolicies.length > 0 ? managedPolicies : undefined,
  };
  builder.add(executionRoleId, { Type: "AWS::IAM::Role", Properties: properties }, provider.iam ? ["provider", "iam"] : ["provider"]);
}

/** Rights to write logs: one wildcard for functions of the default name, one entry for each other. */
function logStatements(builder: TemplateBuilder): Json[] {
  const { service, stage, functions } = builder.model;
  const prefix = `${service}-${stage}`;
  const isDefaultName = (fn: FunctionModel): boolean => fn.functionName.startsWith(prefix);
  const logging = functions.filter((fn) => !fn.config.disableLogs);
  const names = logging.filter((fn) => !isDefaultName(fn)).map((fn) => fn.functionName);
  const silent = functions.filter((fn) => fn.config.disableLogs && isDefaultName(fn));
  const hasDefaultNames = logging.some(isDefaultName);
  const groups = [...names, ...(hasDefaultNames ? [`${prefix}*`] : [])].map(logGroupName);
  const statements: Json[] = [
    { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:CreateLogGroup", "logs:TagResource"], Resource: groups.map((group) => logArn(`${group}:*`)) },
    { Effect: "Allow", Action: ["logs:PutLogEvents"], Resource: groups.map((group) => logArn(`${group}:*:*`)) },
  ];
  if (hasDefaultNames && silent.length > 0) {
    statements.push({ Effect: "Deny", Action: "logs:PutLogEvents", Resource: silent.map((fn) => logArn(`${logGroupName(fn.functionName)}:*`)) });
  }
  return statements;
}

function logArn(group: string): JsonObject {
  return sub(`arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:${group}`);
}

/** A mere `vpc` key, even one that opts out, brings the right to manage network interfaces. */
function vpcPolicies({ model }: TemplateBuilder): Json[] {
  if (!model.provider.vpc && !model.functions.some((fn) => "vpc" in fn.config)) return [];
  return [join("", ["arn:", ref("AWS::Partition"), ":iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"])];
}

function durableStatements({ model }: TemplateBuilder): Json[] {
  const durable = model.functions.filter((fn) => fn.config.durableConfig && roleResourceOf(model, fn) === executionRoleId);
  if (durable.length === 0) return [];
  return [
    {
      Effect: "Allow",
      Action: ["lambda:CheckpointDurableExecution", "lambda:GetDurableExecutionState"],
      Resource: durable.map((fn) => sub(`arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${fn.functionName}:*/durable-execution/*/*`)),
    },
  ];
}
