import { createHash } from "node:crypto";
import { join, ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import type { WebsocketEvent } from "../../3-check/events/websocket.js";
import { idOf, permissionId } from "../../4-model/naming.js";
import type { FunctionModel } from "../../4-model/service-model.js";
import type { Path } from "../../path.js";
import { eventsOf } from "../event-emitter.js";
import { aliasDependency, lambdaTarget, type TemplateBuilder } from "../template-builder.js";
import { emitWebsocketAuthorizer, functionUri, readWebsocketAuthorizer, websocketAuthorizerId, type WebsocketAuthorizer } from "./websocket/authorizer.js";
import { emitWebsocketStage } from "./websocket/stage.js";

const apiId = "WebsocketsApi";
const stageId = "WebsocketsDeploymentStage";
type Route = { fn: FunctionModel; event: WebsocketEvent; authorizer: WebsocketAuthorizer | null; path: Path };

/** `websocket`: one API with its stage, and for each route an integration, a permission and the route itself. */
export function emitWebsocket(builder: TemplateBuilder): void {
  const routes: Route[] = eventsOf(builder, "websocket").map(({ fn, event: value, path }) => {
    const event: WebsocketEvent = typeof value === "string" ? { route: value } : value;
    return { fn, event, path, authorizer: event.authorizer ? readWebsocketAuthorizer(builder, event.authorizer, path) : null };
  });
  if (routes.length === 0) return;
  const shared = builder.model.provider.apiGateway?.websocketApiId || undefined;
  const id: Json = shared ?? ref(apiId);
  if (shared === undefined) emitApi(builder);
  for (const route of routes) emitRoute(builder, route, id);
  if (shared === undefined) emitWebsocketStage(builder, stageId, id);
  emitDeployment(builder, routes, id);
}

function emitApi(builder: TemplateBuilder): void {
  const { provider, service, stage } = builder.model;
  builder.add(
    apiId,
    {
      Type: "AWS::ApiGatewayV2::Api",
      Properties: {
        Name: provider.websocketsApiName || `${stage}-${service}-websockets`,
        RouteSelectionExpression: provider.websocketsApiRouteSelectionExpression || "$request.body.action",
        Description: provider.websocketsDescription || "Serverless Websockets",
        ProtocolType: "WEBSOCKET",
        Tags: provider.tags && { ...provider.tags },
      },
    },
    ["provider"],
  );
  builder.allow(["execute-api:ManageConnections"], [{ "Fn::Sub": "arn:${AWS::Partition}:execute-api:*:*:*/@connections/*" }]);
}

function emitRoute(builder: TemplateBuilder, { fn, event, authorizer, path }: Route, id: Json): void {
  const integrationId = `${idOf(fn.key)}WebsocketsIntegration`;
  builder.add(
    integrationId,
    { Type: "AWS::ApiGatewayV2::Integration", DependsOn: aliasDependency(fn), Properties: { ApiId: id, IntegrationType: "AWS_PROXY", IntegrationUri: functionUri(lambdaTarget(fn)) } },
    path,
  );
  builder.add(
    permissionId(fn.key, "Websockets"),
    {
      Type: "AWS::Lambda::Permission",
      DependsOn: [...apiDependency(builder), aliasDependency(fn) ?? fn.logicalId],
      Properties: { FunctionName: lambdaTarget(fn), Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" },
    },
    path,
  );
  if (authorizer) emitWebsocketAuthorizer(builder, authorizer, { id, dependsOn: apiDependency(builder), path });
  const properties: JsonObject = {
    ApiId: id,
    RouteKey: event.route,
    AuthorizationType: authorizer ? "CUSTOM" : "NONE",
    AuthorizerId: authorizer ? ref(websocketAuthorizerId(authorizer.name)) : undefined,
    RouteResponseSelectionExpression: event.routeResponseSelectionExpression,
    Target: join("/", ["integrations", ref(integrationId)]),
  };
  builder.add(routeId(event.route), { Type: "AWS::ApiGatewayV2::Route", Properties: properties }, path);
  if (event.routeResponseSelectionExpression) {
    const response = { ApiId: id, RouteId: ref(routeId(event.route)), RouteResponseKey: "$default" };
    builder.add(`${routeId(event.route)}Response`, { Type: "AWS::ApiGatewayV2::RouteResponse", Properties: response }, path);
  }
}

/** The API, where it is a resource of this stack: ours, or one of `resources` that the config refers to. */
function apiDependency({ model }: TemplateBuilder): string[] {
  const shared = model.provider.apiGateway?.websocketApiId;
  if (!shared) return [apiId];
  const target = isJsonObject(shared) ? shared["Ref"] : undefined;
  return typeof target === "string" ? [target] : [];
}

const replacements: readonly (readonly [RegExp, string])[] = [[/\$/g, "S"], [/\//g, "Slash"], [/-/g, "Dash"], [/_/g, "Underscore"], [/\./g, "Period"]];

function routeId(route: string): string {
  return `${replacements.reduce((text, [pattern, word]) => text.replace(pattern, word), route)}WebsocketsRoute`;
}

/** Named by a hash of the API, so that a changed API is deployed again. */
function emitDeployment(builder: TemplateBuilder, routes: Route[], id: Json): void {
  const { model } = builder;
  const hash = createHash("sha256");
  for (const [logicalId, resource] of Object.entries(builder.resources)) {
    if (resource.Type.startsWith("AWS::ApiGatewayV2::") && (logicalId === apiId || JSON.stringify(resource.Properties?.["ApiId"]) === JSON.stringify(id))) {
      hash.update(logicalId).update(JSON.stringify(resource));
    }
  }
  const logicalId = `WebsocketsDeployment${hash.digest("base64").replace(/[^0-9a-z]/gi, "")}`;
  const dependsOn = routes.flatMap(({ event }) => [...(event.routeResponseSelectionExpression ? [`${routeId(event.route)}Response`] : []), routeId(event.route)]);
  const isShared = Boolean(model.provider.apiGateway?.websocketApiId);
  builder.add(
    logicalId,
    {
      Type: "AWS::ApiGatewayV2::Deployment",
      DependsOn: dependsOn,
      Properties: { ApiId: id, Description: model.provider.websocketsDescription || "Serverless Websockets", StageName: isShared ? model.stage : undefined },
    },
    ["provider"],
  );
  const url = ["wss://", id, ".execute-api.", ref("AWS::Region"), ".", ref("AWS::URLSuffix"), `/${model.stage}`];
  builder.output("ServiceEndpointWebsocket", { Description: "URL of the service endpoint", Value: join("", url) });
  const stage = builder.resources[stageId];
  if (stage) stage.Properties = { ...stage.Properties, DeploymentId: ref(logicalId) };
}
