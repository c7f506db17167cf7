import { getAtt, ref } from "@windlass/cloudformation/intrinsics";
import type { Json } from "@windlass/cloudformation/template";
import { CompileError } from "../../../diagnostic.js";
import type { HttpEvent, HttpParameter, HttpRequestConfig, HttpResponseConfig, HttpStatusConfig } from "../../../3-check/events/http.js";
import type { FunctionModel } from "../../../4-model/service-model.js";
import type { Path } from "../../../path.js";
import { eventsOf, type FoundEvent } from "../../event-emitter.js";
import type { TemplateBuilder } from "../../template-builder.js";
import { readAuthorizer, type RestAuthorizer } from "./authorizer-model.js";
import { readCors, type RestCors } from "./cors-model.js";

export type Integration = "AWS" | "AWS_PROXY" | "HTTP" | "HTTP_PROXY" | "MOCK";

/** One method of the REST API, with everything decided. */
export type RestMethod = {
  fn: FunctionModel;
  /** Without slashes at its ends. */
  path: string;
  /** Lower case. */
  method: string;
  event: HttpEvent;
  integration: Integration;
  authorizer: RestAuthorizer | null;
  cors: RestCors | null;
  request: HttpRequestConfig | null;
  /** Parameters by their place in the method: `method.request.path.id`. */
  parameters: Record<string, HttpParameter>;
  passThrough: string | undefined;
  response: (HttpResponseConfig & { statusCodes: Record<string, HttpStatusConfig> }) | null;
  streams: boolean;
  transferMode: string | undefined;
  origin: Path;
};

const defaultStatusCodes: Record<string, HttpStatusConfig> = {
  200: { pattern: "" },
  400: { pattern: "[\\s\\S]*\\[400\\][\\s\\S]*" },
  401: { pattern: "[\\s\\S]*\\[401\\][\\s\\S]*" },
  403: { pattern: "[\\s\\S]*\\[403\\][\\s\\S]*" },
  404: { pattern: "[\\s\\S]*\\[404\\][\\s\\S]*" },
  422: { pattern: "[\\s\\S]*\\[422\\][\\s\\S]*" },
  500: { pattern: "[\\s\\S]*(Process\\s?exited\\s?before\\s?completing\\s?request|\\[500\\])[\\s\\S]*" },
  502: { pattern: "[\\s\\S]*\\[502\\][\\s\\S]*" },
  504: { pattern: "([\\s\\S]*\\[504\\][\\s\\S]*)|(.*Task timed out after \\d+\\.\\d+ seconds$)" },
};

/** The methods of the service's REST API, in the order of the config. */
export function readRestMethods(builder: TemplateBuilder): RestMethod[] {
  return eventsOf(builder, "http").map((found) => readMethod(builder, found));
}

function splitShort(text: string, path: Path): HttpEvent {
  const [method = "", route] = text.split(" ");
  if (route === undefined) throw new CompileError({ code: "property_invalid", message: `An http event needs a path, "${text}" names none`, hint: 'Write "ANY /{proxy+}" for every method and path.', path });
  return { method, path: route };
}

function readMethod(builder: TemplateBuilder, { fn, event: value, path: origin }: FoundEvent<"http">): RestMethod {
  const event = typeof value === "string" ? splitShort(value, origin) : value;
  const method = event.method.toLowerCase();
  const integration = integrationOf(event);
  const request = requestOf(builder, { event, integration, origin });
  checkTarget(event, integration, origin);
  const transferMode = event.response?.transferMode?.toUpperCase();
  if (transferMode !== undefined && !integration.endsWith("_PROXY")) {
    throw new CompileError({ code: "conflict", message: `transferMode needs a proxy integration, not ${integration}`, path: [...origin, "response", "transferMode"] });
  }
  return {
    fn,
    path: event.path.replace(/^\//, "").replace(/\/$/, ""),
    method,
    event,
    integration,
    authorizer: event.authorizer ? readAuthorizer(builder, event.authorizer, { integration, origin }) : null,
    cors: event.cors ? readCors(event.cors, method) : null,
    request,
    parameters: integration === "MOCK" ? unmappedParameters(builder, request, origin) : parametersOf(request),
    passThrough: request?.passThrough ?? (integration === "AWS" ? "NEVER" : undefined),
    response: responseOf(builder, { event, integration, origin }),
    streams: transferMode === "STREAM" && integration === "AWS_PROXY",
    transferMode,
    origin,
  };
}

function integrationOf(event: HttpEvent): Integration {
  const name = event.integration?.toUpperCase().replace("-", "_");
  switch (name) {
    case undefined:
      return event.async ? "AWS" : "AWS_PROXY";
    case "LAMBDA":
    case "AWS":
      return "AWS";
    case "HTTP":
    case "HTTP_PROXY":
    case "MOCK":
      return name;
    default:
      return "AWS_PROXY";
  }
}

const proxyRequestKeys: Record<string, readonly string[]> = {
  AWS_PROXY: ["parameters", "schema", "schemas"],
  HTTP_PROXY: ["parameters", "uri", "schema", "schemas"],
};

const unusedHint = "Remove what is not used, or choose another integration.";
type Requested = { event: HttpEvent; integration: Integration; origin: Path };

/** The request's settings; a proxy integration uses few of them, and the others are named in a warning. */
function requestOf(builder: TemplateBuilder, { event, integration, origin }: Requested): HttpRequestConfig | null {
  const allowed = proxyRequestKeys[integration];
  if (!event.request) return integration === "AWS" || integration === "HTTP" ? {} : null;
  if (!allowed) return event.request;
  const kept = Object.entries(event.request).filter(([key]) => allowed.includes(key));
  const dropped = Object.keys(event.request).filter((key) => !allowed.includes(key));
  if (dropped.length > 0) {
    builder.warn({ code: "value_risky", message: `The integration ${integration} does not use request.${dropped.join(", request.")}`, hint: unusedHint, path: [...origin, "request"] });
  }
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function parametersOf(request: HttpRequestConfig | null): Record<string, HttpParameter> {
  const { querystrings, paths, headers } = request?.parameters ?? {};
  const placed = (place: string, values: Record<string, HttpParameter> | null | undefined): [string, HttpParameter][] =>
    Object.entries(values ?? {}).map(([key, value]) => [`method.request.${place}.${key}`, value]);
  return Object.fromEntries([...placed("querystring", querystrings), ...placed("path", paths), ...placed("header", headers)]);
}

/** The reference does not read a mock's parameters, so that their places become their names; AWS will refuse them. */
function unmappedParameters(builder: TemplateBuilder, request: HttpRequestConfig | null, origin: Path): Record<string, HttpParameter> {
  if (!request?.parameters) return {};
  builder.warn({ code: "value_risky", message: "A mock integration cannot have request.parameters", hint: "Remove them.", path: [...origin, "request", "parameters"] });
  const places = Object.entries(request.parameters).filter(([, values]) => values !== null);
  return Object.fromEntries(places.map(([place, values]) => [place, { required: values?.["required"] !== false }]));
}

function responseOf(builder: TemplateBuilder, { event, integration, origin }: Requested): RestMethod["response"] {
  const { response } = event;
  if (integration === "AWS_PROXY" || integration === "HTTP_PROXY") {
    const unused = Object.keys(response ?? {}).filter((key) => key !== "transferMode");
    if (unused.length > 0) {
      builder.warn({ code: "value_risky", message: `The integration ${integration} does not use response.${unused.join(", response.")}`, hint: unusedHint, path: [...origin, "response"] });
    }
    return null;
  }
  if (!response && integration === "AWS") return { statusCodes: defaultStatusCodes };
  if (!response && integration === "MOCK") return null;
  if (!response || (integration === "MOCK" && !response.statusCodes)) {
    throw new CompileError({ code: "property_missing", message: `The integration ${integration} needs response.statusCodes`, hint: "Write `response: { statusCodes: { 200: { pattern: '' } } }`.", path: response ? [...origin, "response"] : origin });
  }
  if (integration === "MOCK") return { ...response, statusCodes: response.statusCodes ?? {} };
  if (!response.statusCodes) return { ...response, statusCodes: defaultStatusCodes };
  const hasDefault = Object.values(response.statusCodes).some((status) => status.pattern === "");
  return { ...response, statusCodes: hasDefault ? response.statusCodes : { ...response.statusCodes, 200: { pattern: "" } } };
}

function checkTarget(event: HttpEvent, integration: Integration, origin: Path): void {
  if (integration !== "HTTP" && integration !== "HTTP_PROXY") return;
  if (!event.request?.uri) throw new CompileError({ code: "property_missing", message: `The integration ${integration} needs request.uri`, path: origin });
  if (event.connectionType && !event.connectionId) throw new CompileError({ code: "property_missing", message: "A connection through a VPC link needs connectionId", path: origin });
}

/** Id of the REST API: this stack's, or that of another one. */
export function restApiId(builder: TemplateBuilder): Json {
  return builder.model.provider.apiGateway?.restApiId ?? ref("ApiGatewayRestApi");
}

/** Id of the REST API's root. */
export function rootResourceId(builder: TemplateBuilder): Json {
  return builder.model.provider.apiGateway?.restApiRootResourceId ?? getAtt("ApiGatewayRestApi", "RootResourceId");
}
