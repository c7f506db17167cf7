import { ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { alphanumericId, camelCaseId, restMethodId, startCaseId } from "../../../4-model/naming.js";
import type { HttpParameter } from "../../../3-check/events/http.js";
import type { TemplateBuilder } from "../../template-builder.js";
import type { ResourceTree } from "./resources.js";
import { restApiId, type RestMethod } from "./rest-api-model.js";

/** Whether a parameter must be there: an object that does not say counts as yes. */
export function isRequired(parameter: HttpParameter): boolean {
  return isJsonObject(parameter) ? (parameter.required ?? true) : parameter;
}

type SchemaConfig = string | JsonObject;

/**
 * The validator and models of the methods that ask for parameters or have schemas of their body. Of methods with the
 * same logical id the last one stays, and like in the reference it gets the models of all of them.
 */
export function emitRequestModels(builder: TemplateBuilder, methods: RestMethod[], tree: ResourceTree): void {
  for (const method of methods) {
    const schemas = Object.entries(method.request?.schemas ?? {});
    if (schemas.length === 0 && !Object.values(method.parameters).some(isRequired)) continue;
    const resourceName = tree.nameOf(method.path);
    const properties = builder.resources[restMethodId(resourceName, method.method)]?.Properties;
    if (!properties) continue;
    properties["RequestValidatorId"] = ref(emitValidator(builder, method));
    const models = schemas.map(([contentType, schema]) => [contentType, ref(emitModel(builder, method, { contentType, schema, resourceName }))] as const);
    const earlier = properties["RequestModels"];
    if (models.length > 0) properties["RequestModels"] = { ...(isJsonObject(earlier) ? earlier : {}), ...Object.fromEntries(models) };
  }
}

/** One validator serves the whole service. */
function emitValidator(builder: TemplateBuilder, { origin }: RestMethod): string {
  const { service, stage } = builder.model;
  const logicalId = `ApiGateway${alphanumericId(service)}RequestValidator`;
  if (!builder.resources[logicalId]) {
    builder.add(
      logicalId,
      {
        Type: "AWS::ApiGateway::RequestValidator",
        Properties: {
          RestApiId: restApiId(builder),
          ValidateRequestBody: true,
          ValidateRequestParameters: true,
          Name: `${service}-${stage} | Validate request body and querystring parameters`,
        },
      },
      [...origin, "request"],
    );
  }
  return logicalId;
}

type ModelUse = { contentType: string; schema: SchemaConfig; resourceName: string };

/** The reference gives a model of the provider no API where the API is that of another stack; AWS will refuse it. */
function sharedModelApi(builder: TemplateBuilder): Json {
  if (!builder.model.provider.apiGateway?.restApiId) return restApiId(builder);
  builder.warn({
    code: "value_risky",
    message: "Schemas of provider.apiGateway.request.schemas cannot be used with an API of another stack: their models would belong to no API",
    hint: "Write the schema into the event's request.schemas.",
    path: ["provider", "apiGateway", "request", "schemas"],
  });
  return {};
}

function emitModel(builder: TemplateBuilder, method: RestMethod, { contentType, schema, resourceName }: ModelUse): string {
  const shared = typeof schema === "string" ? builder.model.provider.apiGateway?.request?.schemas?.[schema] : undefined;
  const origin = [...method.origin, "request", "schemas", contentType];
  if (shared && typeof schema === "string") {
    const logicalId = `ApiGateway${camelCaseId(schema)}Model`;
    const properties = { RestApiId: sharedModelApi(builder), Schema: shared.schema || shared, ContentType: "application/json", Name: shared.name || undefined, Description: shared.description || undefined };
    builder.add(logicalId, { Type: "AWS::ApiGateway::Model", Properties: properties }, ["provider", "apiGateway", "request", "schemas", schema]);
    return logicalId;
  }
  const isNamed = isJsonObject(schema) && Boolean(schema["schema"]);
  const definition: Json | undefined = isNamed ? schema["schema"] : schema;
  const logicalId = `${restMethodId(resourceName, method.method)}${startCaseId(contentType)}Model`;
  builder.add(
    logicalId,
    {
      Type: "AWS::ApiGateway::Model",
      Properties: {
        RestApiId: restApiId(builder),
        ContentType: contentType,
        Schema: definition,
        Name: isNamed ? schema["name"] : undefined,
        Description: isNamed ? schema["description"] : undefined,
      },
    },
    origin,
  );
  return logicalId;
}
