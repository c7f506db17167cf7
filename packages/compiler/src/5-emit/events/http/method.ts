import { ref } from "@windlass/cloudformation/intrinsics";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { permissionId, restAuthorizerId, restMethodId } from "../../../4-model/naming.js";
import type { HttpParameter } from "../../../3-check/events/http.js";
import type { TemplateBuilder } from "../../template-builder.js";
import { isCognito, type RestAuthorizer } from "./authorizer-model.js";
import { integrationOf, responseHeaders } from "./integration.js";
import { isRequired } from "./request-validator.js";
import type { ResourceTree } from "./resources.js";
import { restApiId, type RestMethod } from "./rest-api-model.js";

/** Every method of the API. Returns the logical ids, for the deployment to wait for. */
export function emitMethods(builder: TemplateBuilder, methods: RestMethod[], tree: ResourceTree): string[] {
  return methods.map((method) => {
    const logicalId = restMethodId(tree.nameOf(method.path), method.method);
    const authorization = authorizationOf(method.authorizer);
    // The reference merges the authorizer's dependency over this list by index, so that it takes the permission's place.
    const own = [permissionId(method.fn.key, "ApiGateway"), ...(method.fn.alias ? [method.fn.alias.logicalId] : [])];
    builder.add(
      logicalId,
      {
        Type: "AWS::ApiGateway::Method",
        Properties: {
          HttpMethod: method.method.toUpperCase(),
          RequestParameters: requiredParameters(method.parameters),
          ResourceId: tree.idOf(method.path),
          RestApiId: restApiId(builder),
          OperationName: method.event.operationId,
          ApiKeyRequired: Boolean(method.event.private),
          ...authorization.properties,
          Integration: integrationOf(builder, method),
          MethodResponses: methodResponses(method),
        },
        DependsOn: authorization.dependsOn === undefined ? own : [authorization.dependsOn, ...own.slice(1)],
      },
      method.origin,
    );
    return logicalId;
  });
}

function requiredParameters(parameters: Record<string, HttpParameter>): JsonObject {
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, isRequired(value)]));
}

function authorizationOf(authorizer: RestAuthorizer | null): { properties: JsonObject; dependsOn?: string } {
  if (!authorizer) return { properties: { AuthorizationType: "NONE" } };
  if (authorizer.type === "AWS_IAM") return { properties: { AuthorizationType: "AWS_IAM" } };
  const type = authorizer.type?.toUpperCase();
  const scopes: Json | undefined = authorizer.scopes.length > 0 ? authorizer.scopes : undefined;
  if (authorizer.type && authorizer.authorizerId !== undefined) {
    return {
      properties: {
        AuthorizationType: type === "TOKEN" || type === "REQUEST" ? "CUSTOM" : authorizer.type,
        AuthorizerId: authorizer.authorizerId,
        AuthorizationScopes: type === "COGNITO_USER_POOLS" ? scopes : undefined,
      },
    };
  }
  const id = restAuthorizerId(authorizer.name);
  const cognito = isCognito(authorizer);
  return {
    properties: { AuthorizationType: cognito ? "COGNITO_USER_POOLS" : "CUSTOM", AuthorizerId: ref(id), AuthorizationScopes: cognito ? scopes : undefined },
    dependsOn: id,
  };
}

function methodResponses(method: RestMethod): Json[] {
  const { response } = method;
  if (!response) return [];
  const headers = Object.keys(responseHeaders(method));
  return Object.entries(response.statusCodes).map(([statusCode, status]) => ({
    ResponseParameters: Object.fromEntries([...headers, ...Object.keys(status.headers ?? {})].map((name) => [`method.response.header.${name}`, true])),
    ResponseModels: {},
    StatusCode: statusCode,
  }));
}
