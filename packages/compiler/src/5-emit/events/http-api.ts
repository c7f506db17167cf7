import { getAtt, join, ref } from "@windlass/cloudformation/intrinsics";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { idOf, pathId, permissionId } from "../../4-model/naming.js";
import type { FunctionModel } from "../../4-model/service-model.js";
import type { Path } from "../../path.js";
import { lambdaPermission, localArn } from "../lambda-permission.js";
import { aliasDependency, lambdaTarget, type TemplateBuilder } from "../template-builder.js";
import { checkHttpApiAuthorizers, emitHttpApiAuthorizers } from "./http-api/authorizers.js";
import { readHttpApi, type HttpApi, type Route } from "./http-api/http-api-model.js";

const apiId = "HttpApi";
const logGroup = "HttpApiLogGroup";
/** The longest that an HTTP API waits. */
const timeoutMs = 30_000;
const origin: Path = ["provider", "httpApi"];

/** `httpApi`: one API with its stage, and for each route a permission, an integration and the route itself. */
export function emitHttpApi(builder: TemplateBuilder): void {
  checkHttpApiAuthorizers(builder);
  const api = readHttpApi(builder);
  if (api.routes.length === 0) return;
  if (api.externalId === undefined) {
    emitApi(builder, api);
    emitStage(builder, api);
  }
  const id = api.externalId ?? ref(apiId);
  emitHttpApiAuthorizers(builder, id);
  for (const fn of new Set(api.routes.map((route) => route.fn))) emitIntegration(builder, fn, id);
  for (const route of api.routes) emitRoute(builder, route, id);
}

function emitApi(builder: TemplateBuilder, { cors }: HttpApi): void {
  const { service, stage, provider } = builder.model;
  const settings = provider.httpApi ?? {};
  builder.add(
    apiId,
    {
      Type: "AWS::ApiGatewayV2::Api",
      Properties: {
        Name: settings.name || (settings.shouldStartNameWithService ? `${service}-${stage}` : `${stage}-${service}`),
        Description: settings.description || undefined,
        ProtocolType: "HTTP",
        DisableExecuteApiEndpoint: settings.disableDefaultEndpoint ?? undefined,
        Tags: provider.tags && { ...provider.tags },
        CorsConfiguration: cors,
      },
    },
    origin,
  );
}

function emitStage(builder: TemplateBuilder, { accessLogFormat }: HttpApi): void {
  const { provider, stackName } = builder.model;
  if (accessLogFormat !== undefined) {
    builder.add(
      logGroup,
      {
        Type: "AWS::Logs::LogGroup",
        Properties: {
          LogGroupName: `/aws/http-api/${stackName}`,
          RetentionInDays: provider.logRetentionInDays || undefined,
          DataProtectionPolicy: provider.logDataProtectionPolicy || undefined,
        },
      },
      ["provider", "logs", "httpApi"],
    );
  }
  builder.add(
    "HttpApiStage",
    {
      Type: "AWS::ApiGatewayV2::Stage",
      Properties: {
        ApiId: ref(apiId),
        StageName: "$default",
        AutoDeploy: true,
        DefaultRouteSettings: { DetailedMetricsEnabled: provider.httpApi?.metrics || false },
        Tags: provider.tags && { ...provider.tags },
        AccessLogSettings: accessLogFormat === undefined ? undefined : { DestinationArn: getAtt(logGroup, "Arn"), Format: accessLogFormat },
      },
      DependsOn: accessLogFormat === undefined ? undefined : logGroup,
    },
    origin,
  );
  builder.output("HttpApiId", { Description: "Id of the HTTP API", Value: ref(apiId) });
  const url = join("", ["https://", ref(apiId), ".execute-api.", ref("AWS::Region"), ".", ref("AWS::URLSuffix")]);
  builder.output("HttpApiUrl", { Description: "URL of the HTTP API", Value: url });
}

function emitIntegration(builder: TemplateBuilder, fn: FunctionModel, id: Json): void {
  builder.add(permissionId(fn.key, "HttpApi"), lambdaPermission(fn, "apigateway.amazonaws.com", localArn("execute-api", ":", id, "/*")), fn.path);
  builder.add(
    integrationId(fn),
    {
      Type: "AWS::ApiGatewayV2::Integration",
      DependsOn: aliasDependency(fn),
      Properties: {
        ApiId: id,
        IntegrationType: "AWS_PROXY",
        IntegrationUri: lambdaTarget(fn),
        PayloadFormatVersion: fn.config.httpApi?.payload || builder.model.provider.httpApi?.payload || "2.0",
        TimeoutInMillis: timeoutMs,
      },
    },
    fn.path,
  );
}

function emitRoute(builder: TemplateBuilder, { key, fn, authorizer, scopes, path }: Route, id: Json): void {
  const authorization: JsonObject = authorizer
    ? {
        AuthorizationType: authorizer.type === "request" ? "CUSTOM" : authorizer.type === "aws_iam" ? "AWS_IAM" : "JWT",
        AuthorizerId: authorizer.type === "aws_iam" ? undefined : authorizer.id,
        AuthorizationScopes: authorizer.type === "aws_iam" ? undefined : scopes,
      }
    : {};
  builder.add(
    key === "*" ? "HttpApiRouteDefault" : `HttpApiRoute${pathId(key)}`,
    {
      Type: "AWS::ApiGatewayV2::Route",
      Properties: { ApiId: id, RouteKey: key === "*" ? "$default" : key, Target: join("/", ["integrations", ref(integrationId(fn))]), ...authorization },
      DependsOn: integrationId(fn),
    },
    path,
  );
}

function integrationId(fn: FunctionModel): string {
  return `HttpApiIntegration${idOf(fn.key)}`;
}

