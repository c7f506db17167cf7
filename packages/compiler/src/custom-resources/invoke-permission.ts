import { awsClient, call, isAwsError } from "./aws-client.js";
import type { Place } from "./custom-resource.js";

/** The function that a custom resource makes others call. */
export type Target = { FunctionName: string; FunctionQualifier?: string };
/** The statement in the function's policy by which it may be called. */
export type Statement = { FunctionName: string; Qualifier?: string; StatementId: string };

const maxIdLength = 100;

export function statementOf({ FunctionName, FunctionQualifier }: Target, source: string): Statement {
  const StatementId = `${FunctionName}-${source}`.slice(0, maxIdLength);
  return { FunctionName, StatementId, ...(FunctionQualifier ? { Qualifier: FunctionQualifier } : {}) };
}

export function isSameTarget(one: Target, other: Target): boolean {
  return one.FunctionName === other.FunctionName && one.FunctionQualifier === other.FunctionQualifier;
}

export function isSameStatement(one: Statement, other: Statement): boolean {
  return one.FunctionName === other.FunctionName && one.Qualifier === other.Qualifier && one.StatementId === other.StatementId;
}

/** Adds a statement; one of the same id gives way. */
export async function allow(statement: Statement, grant: { Principal: string; SourceArn: string; SourceAccount?: string }): Promise<void> {
  const lambda = awsClient("client-lambda", "Lambda");
  const input = { ...statement, Action: "lambda:InvokeFunction", ...grant };
  try {
    await call(lambda, "addPermission", input);
  } catch (error) {
    if (!isAwsError(error, "ResourceConflictException")) throw error;
    await disallow(statement);
    await call(lambda, "addPermission", input);
  }
}

/** Removes a statement; it may be gone already, and its function too. */
export async function disallow(statement: Statement): Promise<void> {
  try {
    await call(awsClient("client-lambda", "Lambda"), "removePermission", statement);
  } catch (error) {
    if (!isAwsError(error, "ResourceNotFoundException")) throw error;
  }
}

export function arnOf({ FunctionName, FunctionQualifier }: Target, { partition, region, accountId }: Place): string {
  const arn = `arn:${partition}:lambda:${region}:${accountId}:function:${FunctionName}`;
  return FunctionQualifier ? `${arn}:${FunctionQualifier}` : arn;
}
