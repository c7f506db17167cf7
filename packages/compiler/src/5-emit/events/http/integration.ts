import { getAtt, join, ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import type { TemplateBuilder } from "../../template-builder.js";
import { defaultRequestTemplates, withClaims } from "./request-template.js";
import type { RestMethod } from "./rest-api-model.js";

/** What API Gateway does with a request of a method. */
export function integrationOf(builder: TemplateBuilder, method: RestMethod): JsonObject {
  const { event, integration } = method;
  const mapsData = integration === "AWS" || integration === "HTTP" || integration === "MOCK";
  const hasParameters = Object.keys(method.parameters).length > 0 && (integration === "AWS" || integration === "HTTP" || integration === "HTTP_PROXY");
  return {
    IntegrationHttpMethod: "POST",
    Type: integration,
    TimeoutInMillis: event.timeoutInMillis || builder.model.provider.apiGateway?.timeoutInMillis || undefined,
    ...target(method),
    ...(mapsData
      ? {
          PassthroughBehavior: method.passThrough,
          ContentHandling: method.request?.contentHandling,
          RequestTemplates: requestTemplates(method),
          IntegrationResponses: integrationResponses(method),
        }
      : {}),
    RequestParameters: hasParameters || event.async ? requestParameters(method) : undefined,
    ResponseTransferMode: method.transferMode,
  };
}

function target({ fn, event, integration, streams, request, method }: RestMethod): JsonObject {
  if (integration === "MOCK") return {};
  if (integration === "HTTP" || integration === "HTTP_PROXY") {
    return {
      Uri: request?.uri,
      IntegrationHttpMethod: (request?.method || method).toUpperCase(),
      ConnectionType: event.connectionType?.toUpperCase().replace("-", "_"),
      ConnectionId: event.connectionType ? event.connectionId : undefined,
    };
  }
  const alias: Json[] = fn.alias ? [":", fn.alias.name] : [];
  const version = streams ? "2021-11-15" : "2015-03-31";
  const parts: Json[] = ["arn:", ref("AWS::Partition"), ":apigateway:", ref("AWS::Region"), `:lambda:path/${version}/functions/`, getAtt(fn.logicalId, "Arn"), ...alias];
  return { Uri: join("", [...parts, streams ? "/response-streaming-invocations" : "/invocations"]) };
}

function requestTemplates({ integration, request, authorizer }: RestMethod): JsonObject | undefined {
  const templates: Record<string, string> = integration === "AWS" ? { ...defaultRequestTemplates } : {};
  for (const [type, template] of Object.entries(request?.template ?? {})) {
    if (template === null) delete templates[type];
    else templates[type] = template;
  }
  const entries = Object.entries(templates);
  return entries.length === 0 ? undefined : Object.fromEntries(entries.map(([type, template]) => [type, withClaims(template, authorizer?.claims ?? [])]));
}

function requestParameters({ parameters, event }: RestMethod): JsonObject {
  const mapped: JsonObject = {};
  for (const [key, value] of Object.entries(parameters)) {
    mapped[`integration.${key.slice("method.".length)}`] = (isJsonObject(value) && value["mappedValue"]) || key;
  }
  if (event.async) mapped["integration.request.header.X-Amz-Invocation-Type"] = "'Event'";
  return mapped;
}

/** Headers that every response of a method carries: those of CORS, then the configured ones. */
export function responseHeaders({ cors, response }: RestMethod): Record<string, string> {
  const headers: Record<string, string> = {};
  if (cors) {
    headers["Access-Control-Allow-Origin"] = `'${cors.origins.length > 0 ? cors.origins.join(",") : cors.origin}'`;
    if (cors.allowCredentials) headers["Access-Control-Allow-Credentials"] = "true";
  }
  return { ...headers, ...response?.headers };
}

function integrationResponses(method: RestMethod): Json[] {
  const { response } = method;
  if (!response) return [];
  const headers = responseHeaders(method);
  return Object.entries(response.statusCodes).map(([statusCode, status]) => {
    const own = typeof status.template === "string" ? { "application/json": status.template } : status.template;
    return {
      StatusCode: statusCode,
      SelectionPattern: status.pattern || "",
      ResponseParameters: prefixed({ ...headers, ...status.headers }),
      ResponseTemplates: { ...(response.template ? { "application/json": response.template } : {}), ...own },
      ContentHandling: statusCode.startsWith("2") ? response.contentHandling : undefined,
    };
  });
}

function prefixed(headers: Record<string, string>): JsonObject {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]));
}
