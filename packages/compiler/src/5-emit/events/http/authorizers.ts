import { join, ref } from "@windlass/cloudformation/intrinsics";
import type { JsonObject } from "@windlass/cloudformation/template";
import { permissionId, restAuthorizerId } from "../../../4-model/naming.js";
import { lambdaPermission, localArn } from "../../lambda-permission.js";
import type { TemplateBuilder } from "../../template-builder.js";
import { isCognito, type RestAuthorizer } from "./authorizer-model.js";
import { restApiId, type RestMethod } from "./rest-api-model.js";

/** Authorizers of the methods; one name, one authorizer, the last method's settings. */
export function emitAuthorizers(builder: TemplateBuilder, methods: RestMethod[]): void {
  for (const { authorizer, origin } of methods) {
    if (!authorizer || authorizer.arn === null) continue;
    builder.add(
      restAuthorizerId(authorizer.name),
      {
        Type: "AWS::ApiGateway::Authorizer",
        DependsOn: authorizer.aliasId,
        Properties: {
          AuthorizerResultTtlInSeconds: authorizer.ttlSeconds,
          IdentitySource: authorizer.identitySource,
          Name: authorizer.name,
          RestApiId: restApiId(builder),
          IdentityValidationExpression: authorizer.identityValidationExpression,
          ...targetOf(authorizer),
        },
      },
      [...origin, "authorizer"],
    );
  }
}

function targetOf(authorizer: RestAuthorizer): JsonObject {
  if (isCognito(authorizer)) return { Type: "COGNITO_USER_POOLS", ProviderARNs: [authorizer.arn] };
  const uri = join("", ["arn:", ref("AWS::Partition"), ":apigateway:", ref("AWS::Region"), ":lambda:path/2015-03-31/functions/", authorizer.arn, "/invocations"]);
  return { AuthorizerUri: uri, Type: authorizer.type ? authorizer.type.toUpperCase() : "TOKEN" };
}

/** The right of the API to call the functions of its methods and of its authorizers. */
export function emitPermissions(builder: TemplateBuilder, methods: RestMethod[]): void {
  const source = localArn("execute-api", ":", restApiId(builder), "/*/*");
  for (const { fn, authorizer, origin } of methods) {
    builder.add(permissionId(fn.key, "ApiGateway"), lambdaPermission(fn, "apigateway.amazonaws.com", source), origin);
    if (!authorizer || authorizer.arn === null || authorizer.managedExternally || isCognito(authorizer)) continue;
    const id = permissionId(authorizer.name, "ApiGateway");
    if (builder.resources[id]) continue;
    const FunctionName = authorizer.aliasId === undefined ? authorizer.arn : ref(authorizer.aliasId);
    builder.add(
      id,
      { Type: "AWS::Lambda::Permission", Properties: { FunctionName, Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com", SourceArn: source } },
      [...origin, "authorizer"],
    );
  }
}
