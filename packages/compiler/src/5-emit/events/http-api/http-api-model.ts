import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { ref } from "@windlass/cloudformation/intrinsics";
import { CompileError, type DiagnosticCode } from "../../../diagnostic.js";
import type { CorsConfig, HttpApiAuthorizerConfig } from "../../../3-check/config.js";
import type { HttpApiEvent } from "../../../3-check/events/http-api.js";
import { idOf } from "../../../4-model/naming.js";
import type { FunctionModel } from "../../../4-model/service-model.js";
import type { Path } from "../../../path.js";
import { eventsOf } from "../../event-emitter.js";
import { suggest } from "../../../suggest.js";
import type { TemplateBuilder } from "../../template-builder.js";

export type RouteAuthorizer = { type: "request" | "jwt" | "aws_iam"; id: Json };
export type Route = {
  /** `GET /path`, or `*` for everything that no other route takes. */
  key: string;
  fn: FunctionModel;
  authorizer: RouteAuthorizer | null;
  scopes: string[] | undefined;
  path: Path;
};
export type HttpApi = { externalId: Json | undefined; routes: Route[]; cors: JsonObject | undefined; accessLogFormat: string | undefined };

/** How long an HTTP API waits for a function. */
const longestWaitSeconds = 30;
const methods = ["GET", "POST", "PUT", "PATCH", "OPTIONS", "HEAD", "DELETE"];
const defaultHeaders = ["Content-Type", "X-Amz-Date", "Authorization", "X-Api-Key", "X-Amz-Security-Token", "X-Amz-User-Agent", "X-Amzn-Trace-Id"];
const defaultLogFormat = JSON.stringify({
  requestId: "$context.requestId",
  ip: "$context.identity.sourceIp",
  requestTime: "$context.requestTime",
  httpMethod: "$context.httpMethod",
  routeKey: "$context.routeKey",
  status: "$context.status",
  protocol: "$context.protocol",
  responseLength: "$context.responseLength",
});

/** What the service's HTTP API is: its routes over all functions, and the settings that follow from them. */
export function readHttpApi(builder: TemplateBuilder): HttpApi {
  const { provider } = builder.model;
  const settings = provider.httpApi ?? {};
  const logs = provider.logs?.httpApi;
  checkShared(builder);
  const routes = readRoutes(builder);
  return {
    externalId: settings.id || undefined,
    routes,
    cors: settings.cors ? corsOf(settings.cors === true ? {} : settings.cors, routes) : undefined,
    accessLogFormat: logs ? (logs === true ? undefined : logs.format) || defaultLogFormat : undefined,
  };
}

/** An API of another stack cannot be set up here, whether it gets routes or not. */
function checkShared({ model: { provider } }: TemplateBuilder): void {
  const settings = provider.httpApi;
  if (!settings?.id) return;
  if (settings.cors) throw refuse("conflict", "CORS cannot be set for an API of another stack", ["provider", "httpApi", "cors"]);
  if (settings.authorizers) throw refuse("conflict", "Authorizers cannot be added to an API of another stack", ["provider", "httpApi", "authorizers"]);
  if (provider.logs?.httpApi) throw refuse("conflict", "Access logs cannot be set for an API of another stack", ["provider", "logs", "httpApi"]);
}

/** Of several routes for everything, the last one stays. */
function readRoutes(builder: TemplateBuilder): Route[] {
  const routes = new Map<string, Route>();
  const slow = new Set<FunctionModel>();
  for (const { fn, event, path } of eventsOf(builder, "httpApi")) {
    const route = readRoute(builder, { fn, path, event: typeof event === "string" ? splitShort(event) : event });
    if (route.key !== "*" && routes.has(route.key)) throw refuse("conflict", `The route "${route.key}" is there twice`, path);
    routes.set(route.key, route);
    if ((fn.config.timeout || builder.model.provider.timeout || 0) >= longestWaitSeconds) slow.add(fn);
  }
  for (const fn of slow) warnOfTimeout(builder, fn);
  return Array.from(routes.values());
}

function warnOfTimeout(builder: TemplateBuilder, { key, config, path }: FunctionModel): void {
  builder.warn({
    code: "value_risky",
    message: `The HTTP API answers for function "${key}" after ${longestWaitSeconds} seconds, though it may take ${config.timeout || builder.model.provider.timeout} seconds`,
    hint: `Set a timeout below ${longestWaitSeconds} seconds.`,
    path: config.timeout ? [...path, "timeout"] : ["provider", "timeout"],
  });
}

function splitShort(text: string): HttpApiEvent {
  if (text === "*") return { path: "*" };
  const [method = "", path = ""] = text.split(" ");
  return { method, path };
}

function readRoute(builder: TemplateBuilder, { fn, event, path }: { fn: FunctionModel; event: HttpApiEvent; path: Path }): Route {
  const method = event.method === "*" ? "ANY" : event.method?.toUpperCase();
  if (event.path === "*" && event.method && event.method !== "*") throw refuse("property_invalid", 'The path "*" takes every method: leave the method out', [...path, "method"]);
  if (event.path !== "*" && !method) throw refuse("property_missing", `The httpApi event of "${fn.key}" lacks its method`, path);
  const { authorizer } = event;
  const scopes = isJsonObject(authorizer) && authorizer.scopes ? Array.from(new Set(authorizer.scopes)) : undefined;
  return {
    key: event.path === "*" ? "*" : `${method} ${event.path}`,
    fn,
    authorizer: authorizer ? readAuthorizer(builder, authorizer, [...path, "authorizer"]) : null,
    scopes,
    path,
  };
}

function readAuthorizer(builder: TemplateBuilder, value: NonNullable<HttpApiEvent["authorizer"]>, path: Path): RouteAuthorizer {
  const settings = builder.model.provider.httpApi ?? {};
  const { id, name, scopes, type } = typeof value === "string" ? { name: value, id: undefined, scopes: undefined, type: undefined } : value;
  if (type === "aws_iam") {
    if (name || id || scopes) throw refuse("conflict", "An authorizer of type aws_iam takes no other property", path);
    return { type, id: null };
  }
  if (!id && !name) throw refuse("property_missing", `An authorizer of type ${type ?? "jwt"} needs an id or a name`, path);
  if (id) {
    if (!settings.id) throw refuse("conflict", "An authorizer can be named by its id only where the API is that of another stack (provider.httpApi.id)", path);
    return { type: type ?? "jwt", id };
  }
  return authorizerOfApi(name ?? "", settings.authorizers ?? {}, path);
}

function authorizerOfApi(name: string, known: Record<string, HttpApiAuthorizerConfig>, path: Path): RouteAuthorizer {
  const config = Object.hasOwn(known, name) ? known[name] : undefined;
  if (config) return { type: config.type ?? "jwt", id: ref(authorizerId(config.name || name)) };
  const near = suggest(name, Object.keys(known));
  throw new CompileError({ code: "property_invalid", message: `There is no authorizer "${name}" in provider.httpApi.authorizers`, hint: near ? `Did you mean "${near}"?` : "Add the authorizer there.", path });
}

/** Logical id of an authorizer of the HTTP API. */
export function authorizerId(name: string): string {
  return `HttpApiAuthorizer${idOf(name)}`;
}

function corsOf(cors: CorsConfig, routes: Route[]): JsonObject {
  return {
    AllowCredentials: cors.allowCredentials || undefined,
    AllowHeaders: Array.from(new Set(cors.allowedHeaders ?? defaultHeaders)),
    AllowMethods: Array.from(new Set(cors.allowedMethods ?? ["OPTIONS", ...routes.flatMap(methodsOf)])),
    AllowOrigins: Array.from(new Set(cors.allowedOrigins ?? ["*"])),
    ExposeHeaders: cors.exposedResponseHeaders ? Array.from(new Set(cors.exposedResponseHeaders)) : undefined,
    MaxAge: cors.maxAge,
  };
}

function methodsOf({ key }: Route): string[] {
  const method = key === "*" ? "ANY" : (key.split(" ")[0] ?? "");
  return method === "ANY" ? methods : [method];
}

function refuse(code: DiagnosticCode, message: string, path: Path): CompileError {
  return new CompileError({ code, message, path });
}
