import { GetTemplateCommand } from "@aws-sdk/client-cloudformation";
import { readGetAtt } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { callAws } from "../call-aws.js";
import type { AwsSession } from "../session.js";
import { listStackResources, type StackResource } from "../stacks/list-stack-resources.js";

/** An API that a deployed stack has. */
export type DeployedApi = {
  kind: "httpApi" | "restApi" | "websocket";
  logicalId: string;
  apiId: string;
  /** The API's own name, where the template says it literally. */
  name: string | null;
  /** Names of its stages; `$default` serves from the root. */
  stages: string[];
};

export type DeployedStack = { resources: StackResource[]; apis: DeployedApi[] };

/**
 * Reads which APIs a stack has, and with which stages, from its resources and its template (JSON), which is asked for where it is not given.
 *
 * @throws WindlassError
 */
export async function readDeployedApis(
  session: AwsSession,
  input: { stackName: string; template?: string; signal?: AbortSignal },
): Promise<DeployedStack> {
  const resources = await listStackResources(session, input);
  const live = resources.filter((resource) => resource.status !== "DELETE_COMPLETE");
  if (!live.some((resource) => isApiType(resource.resourceType))) return { resources: live, apis: [] };
  const known = parseTemplate(input.template ?? "");
  // What a transform makes of a template, CloudFormation alone knows.
  const template = known === null || "Transform" in known ? parseTemplate(await readTemplate(session, input)) : known;
  return { resources: live, apis: findApis(live, isJsonObject(template?.["Resources"]) ? template["Resources"] : {}) };
}

async function readTemplate(session: AwsSession, { stackName, signal }: { stackName: string; signal?: AbortSignal }): Promise<string> {
  const command = new GetTemplateCommand({ StackName: stackName, TemplateStage: "Processed" });
  const answer = await callAws(session, `read the template of ${stackName}`, () => session.cloudFormation.send(command, signal ? { abortSignal: signal } : {}));
  return answer.TemplateBody ?? "";
}

function isApiType(resourceType: string): boolean {
  return resourceType === "AWS::ApiGateway::RestApi" || resourceType === "AWS::ApiGatewayV2::Api";
}

/** Null for a template in YAML, which Windlass never writes. */
function parseTemplate(templateBody: string): JsonObject | null {
  if (!templateBody.trimStart().startsWith("{")) return null;
  const template: unknown = JSON.parse(templateBody);
  return isJsonObject(template) ? template : null;
}

/** Finds the APIs among a stack's live resources, with what its template says of them. Pure. */
export function findApis(live: readonly StackResource[], template: JsonObject): DeployedApi[] {
  return live.flatMap((resource) => {
    const { logicalId, physicalId, resourceType } = resource;
    if (physicalId === null || !isApiType(resourceType)) return [];
    const properties = propertiesOf(template[logicalId]);
    const name = properties["Name"];
    return [
      {
        kind: kindOf(resourceType, properties),
        logicalId,
        apiId: physicalId,
        name: typeof name === "string" ? name : null,
        stages: findStages(template, logicalId, live),
      },
    ];
  });
}

function kindOf(resourceType: string, properties: JsonObject): DeployedApi["kind"] {
  if (resourceType === "AWS::ApiGateway::RestApi") return "restApi";
  return properties["ProtocolType"] === "WEBSOCKET" ? "websocket" : "httpApi";
}

function propertiesOf(resource: Json | undefined): JsonObject {
  if (!isJsonObject(resource)) return {};
  return isJsonObject(resource["Properties"]) ? resource["Properties"] : {};
}

/** A stage is a resource of its own, or a name that a REST API's deployment gives. */
function findStages(template: JsonObject, apiLogicalId: string, live: readonly StackResource[]): string[] {
  const stages = new Set<string>();
  for (const resource of live) {
    const type = resource.resourceType;
    const isStage = type === "AWS::ApiGatewayV2::Stage" || type === "AWS::ApiGateway::Stage";
    if (!isStage && type !== "AWS::ApiGateway::Deployment") continue;
    const properties = propertiesOf(template[resource.logicalId]);
    const owner = type === "AWS::ApiGatewayV2::Stage" ? properties["ApiId"] : properties["RestApiId"];
    if (!refersTo(owner, apiLogicalId)) continue;
    const named = properties["StageName"];
    if (typeof named === "string") stages.add(named);
    else if (isStage && resource.physicalId !== null) stages.add(resource.physicalId);
  }
  return [...stages];
}

function refersTo(value: Json | undefined, logicalId: string): boolean {
  if (isJsonObject(value) && value["Ref"] === logicalId) return true;
  return readGetAtt(value)?.logicalId === logicalId;
}
