import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { restMethodId } from "../../../4-model/naming.js";
import type { Path } from "../../../path.js";
import type { TemplateBuilder } from "../../template-builder.js";
import { mergeCors, type RestCors } from "./cors-model.js";
import type { ResourceTree } from "./resources.js";
import { restApiId, type RestMethod } from "./rest-api-model.js";

/** The OPTIONS method of each path that has CORS. Returns the logical ids, for the deployment to wait for. */
export function emitCors(builder: TemplateBuilder, methods: RestMethod[], tree: ResourceTree): string[] {
  const byPath = new Map<string, { cors: RestCors; origin: Path }>();
  for (const { path, cors, origin } of methods) if (cors) byPath.set(path, { cors: mergeCors(cors, byPath.get(path)?.cors), origin: [...origin, "cors"] });
  return Array.from(byPath, ([path, { cors, origin }]) => {
    const logicalId = restMethodId(tree.nameOf(path), "options");
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
