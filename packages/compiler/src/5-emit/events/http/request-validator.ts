import { ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { alphanumericId, camelCaseId, restMethodId, startCaseId } from "../../../4-model/naming.js";
import type { HttpParameter } from "../../../3-check/event-config.js";
import type { TemplateBuilder } from "../../template-builder.js";
import { restApiId, type RestMethod } from "./rest-api-model.js";

/** Whether a parameter must be there: an object that does not say counts as yes. */
export function isRequired(parameter: HttpParameter): boolean {
  return typeof parameter === "boolean" ? parameter : (parameter.required ?? true);
}

type SchemaConfig = string | JsonObject;

/** The validator and models of a method that asks for parameters or has schemas of its body; nothing for any other. */
export function requestModels(builder: TemplateBuilder, method: RestMethod, { resourceName }: { resourceName: string }): JsonObject {
  const schemas = Object.entries(method.request?.schemas ?? {});
  if (schemas.length === 0 && !Object.values(method.parameters).some(isRequired)) return {};
  const validatorId = emitValidator(builder, method);
  const models = schemas.map(([contentType, schema]) => [contentType, ref(emitModel(builder, method, { contentType, schema, resourceName }))] as const);
  return { RequestValidatorId: ref(validatorId), RequestModels: models.length > 0 ? Object.fromEntries(models) : undefined };
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
