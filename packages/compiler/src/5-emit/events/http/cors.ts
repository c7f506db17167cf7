import type { Json, JsonObject } from "@windlass/cloudformation/template";
import type { HttpCorsConfig } from "../../../3-check/event-config.js";
import type { Path } from "../../../path.js";
import type { TemplateBuilder } from "../../template-builder.js";
import type { ResourceTree } from "./resources.js";
import { methodId } from "./method.js";
import { restApiId, type RestMethod } from "./rest-api-model.js";

/** CORS settings of one method, or of a path: those of all its methods merged. */
export type RestCors = {
  headers: string[];
  methods: string[];
  origin: string | undefined;
  origins: string[];
  allowCredentials: boolean;
  maxAge: number | undefined;
  cacheControl: string | undefined;
};

const defaultHeaders = ["Content-Type", "X-Amz-Date", "Authorization", "X-Api-Key", "X-Amz-Security-Token", "X-Amz-User-Agent", "X-Amzn-Trace-Id"];

/** The CORS settings of one method; its own method and OPTIONS are always allowed. */
export function readCors(cors: boolean | HttpCorsConfig, method: string): RestCors {
  const config = cors === true || cors === false ? {} : cors;
  const own = method.toUpperCase();
  const methods = cors === true || cors === false ? ["OPTIONS", own] : [...("methods" in config ? (config.methods ?? []) : ["OPTIONS"])];
  for (const needed of ["OPTIONS", own]) if (!methods.includes(needed)) methods.push(needed);
  return {
    headers: config.headers ?? defaultHeaders,
    methods: cors === true || cors === false ? ["OPTIONS", own] : methods,
    origin: config.origin ?? (config.origins ? undefined : "*"),
    origins: config.origins ?? [],
    allowCredentials: Boolean(config.allowCredentials),
    maxAge: config.maxAge || undefined,
    cacheControl: config.cacheControl || undefined,
  };
}

function merge(later: RestCors, earlier: RestCors | undefined): RestCors {
  if (!earlier) return { ...later, headers: unique(later.headers), methods: unique(later.methods), origins: unique(later.origins) };
  return {
    headers: unique([...later.headers, ...earlier.headers]),
    methods: unique([...later.methods, ...earlier.methods]),
    origins: unique([...later.origins, ...earlier.origins]),
    origin: later.origin,
    allowCredentials: earlier.allowCredentials || later.allowCredentials,
    maxAge: later.maxAge ?? earlier.maxAge,
    cacheControl: later.cacheControl ?? earlier.cacheControl,
  };
}

/** The OPTIONS method of each path that has CORS. Returns the logical ids, for the deployment to wait for. */
export function emitCors(builder: TemplateBuilder, methods: RestMethod[], tree: ResourceTree): string[] {
  const byPath = new Map<string, { cors: RestCors; origin: Path }>();
  for (const { path, cors, origin } of methods) if (cors) byPath.set(path, { cors: merge(cors, byPath.get(path)?.cors), origin: [...origin, "cors"] });
  return Array.from(byPath, ([path, { cors, origin }]) => {
    const logicalId = methodId(tree.nameOf(path), "options");
    builder.add(logicalId, { Type: "AWS::ApiGateway::Method", Properties: preflight(builder, cors, tree.idOf(path)) }, origin);
    return logicalId;
  });
}

function preflight(builder: TemplateBuilder, cors: RestCors, resourceId: Json): JsonObject {
  const origins = cors.origin?.includes(",") ? cors.origin.split(",").map((origin) => origin.trim()) : cors.origins;
  const headers: Record<string, string | undefined> = {
    "Access-Control-Allow-Origin": `'${origins[0] ?? cors.origin}'`,
    "Access-Control-Allow-Headers": `'${cors.headers.join(",")}'`,
    "Access-Control-Allow-Methods": `'${allowedMethods(cors.methods)}'`,
    "Access-Control-Allow-Credentials": cors.allowCredentials ? "'true'" : undefined,
    "Access-Control-Max-Age": cors.maxAge === undefined ? undefined : `'${cors.maxAge}'`,
    "Cache-Control": cors.cacheControl === undefined ? undefined : `'${cors.cacheControl}'`,
  };
  const present = Object.entries(headers).filter(([, value]) => value !== undefined);
  return {
    AuthorizationType: "NONE",
    HttpMethod: "OPTIONS",
    MethodResponses: [{ StatusCode: "200", ResponseParameters: Object.fromEntries(present.map(([name]) => [`method.response.header.${name}`, true])), ResponseModels: {} }],
    RequestParameters: {},
    Integration: {
      Type: "MOCK",
      RequestTemplates: { "application/json": "{statusCode:200}" },
      ContentHandling: "CONVERT_TO_TEXT",
      IntegrationResponses: [
        {
          StatusCode: "200",
          ResponseParameters: Object.fromEntries(present.map(([name, value]) => [`method.response.header.${name}`, value])),
          ResponseTemplates: { "application/json": origins.length > 0 ? originTemplate(origins) : "" },
        },
      ],
    },
    ResourceId: resourceId,
    RestApiId: restApiId(builder),
  };
}

function allowedMethods(methods: string[]): string {
  return methods.join(",").replace(/\bANY\b/, "DELETE,GET,HEAD,PATCH,POST,PUT");
}

/** Answers with the origin that asked, when it is one of several that may. */
function originTemplate(origins: string[]): string {
  const tests = origins.map((origin) => `$origin.matches("${origin.replace(/\./g, "[.]").replace("*", ".+")}")`).join(" || ");
  return [
    '#set($origin = $input.params("Origin"))',
    '#if($origin == "") #set($origin = $input.params("origin")) #end',
    `#if(${tests}) #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin) #end`,
  ].join("\n");
}

function unique(values: string[]): string[] {
  return Array.from(new Set(values));
}
