/** Rules by which the reference turns names of the config into logical ids. They are contract: a changed id replaces a resource. */

export function upperFirst(text: string): string {
  return text === "" ? "" : text.charAt(0).toUpperCase() + text.slice(1);
}

/** For keys of functions, layers and authorizers: `my-fn_1` becomes `MyDashfnUnderscore1`. */
export function idOf(name: string): string {
  return upperFirst(name.replace(/-/g, "Dash").replace(/_/g, "Underscore"));
}

/** For buckets, topics, queues and streams: everything but letters and digits is dropped. */
export function alphanumericId(name: string): string {
  return upperFirst(name.replace(/[^0-9A-Za-z]/g, ""));
}

/** For paths of APIs: `users/{id}` becomes `UsersIdVar`. */
export function pathId(path: string): string {
  return path.split("/").map(pathPartId).join("");
}

function pathPartId(part: string): string {
  const lower = part.toLowerCase();
  // Most parts are one plain word.
  if (/^[0-9a-z]*$/.test(lower)) return upperFirst(lower);
  return upperFirst(lower.replace(/-/g, "Dash").replace(/\{(.*)\}/g, "$1Var").replace(/[^0-9A-Za-z]/g, ""));
}

const wordPattern = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+/g;

/** `application/json` becomes `ApplicationJson`. */
export function startCaseId(text: string): string {
  return (text.match(wordPattern) ?? []).map(upperFirst).join("");
}

/** `my schema-id` becomes `MySchemaId`. */
export function camelCaseId(text: string): string {
  return (text.match(wordPattern) ?? []).map((word) => upperFirst(word.toLowerCase())).join("");
}

export const lambdaId = (name: string): string => `${idOf(name)}LambdaFunction`;
export const logGroupId = (name: string): string => `${idOf(name)}LogGroup`;
export const layerId = (name: string): string => `${idOf(name)}LambdaLayer`;
export const permissionId = (name: string, source: string): string => `${idOf(name)}LambdaPermission${source}`;
export const logGroupName = (functionName: string): string => `/aws/lambda/${functionName}`;

/** A method of the REST API, by the name of its resource. */
export const restMethodId = (resourceName: string, method: string): string => `ApiGatewayMethod${resourceName}${upperFirst(method.toLowerCase())}`;
export const restAuthorizerId = (name: string): string => `${idOf(name)}ApiGatewayAuthorizer`;

export const executionRoleId = "IamRoleLambdaExecution";
export const deploymentBucketId = "ServerlessDeploymentBucket";
export const deploymentBucketPolicyId = "ServerlessDeploymentBucketPolicy";
