import { join, ref } from "@windlass/cloudformation/intrinsics";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../../diagnostic.js";
import type { HttpApiAuthorizerConfig } from "../../../3-check/config.js";
import { idOf } from "../../../4-model/naming.js";
import type { FunctionModel } from "../../../4-model/service-model.js";
import type { Path } from "../../../path.js";
import { localArn } from "../../lambda-permission.js";
import { aliasDependency, lambdaTarget, type TemplateBuilder } from "../../template-builder.js";
import { authorizerId } from "./http-api-model.js";

/** Every authorizer of `provider.httpApi.authorizers`, used or not, as the reference does. */
export function emitHttpApiAuthorizers(builder: TemplateBuilder, id: Json): void {
  for (const [key, config] of Object.entries(builder.model.provider.httpApi?.authorizers ?? {})) {
    const name = config.name || key;
    const path: Path = ["provider", "httpApi", "authorizers", key];
    const fn = authorizerFunction(builder, config, path);
    const target = fn ? lambdaTarget(fn) : (config.functionArn ?? null);
    const source = config.identitySource ?? [];
    const common = { ApiId: id, Name: name, IdentitySource: Array.isArray(source) ? source : [source] };
    builder.add(
      authorizerId(name),
      {
        Type: "AWS::ApiGatewayV2::Authorizer",
        Properties: { ...common, ...(config.type === "request" ? requestProperties(config, target) : jwtProperties(config)) },
        DependsOn: fn ? aliasDependency(fn) : undefined,
      },
      path,
    );
    if (config.type === "request" && !config.managedExternally) {
      builder.add(
        `${idOf(name)}LambdaAuthorizerPermissionHttpApi`,
        {
          Type: "AWS::Lambda::Permission",
          Properties: { FunctionName: target, Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com", SourceArn: localArn("execute-api", ":", id, "/*") },
          DependsOn: fn ? aliasDependency(fn) : undefined,
        },
        path,
      );
    }
  }
}

/** Checks all authorizers. @throws CompileError at the first that is not complete. */
export function checkHttpApiAuthorizers(builder: TemplateBuilder): void {
  for (const [key, config] of Object.entries(builder.model.provider.httpApi?.authorizers ?? {})) {
    authorizerFunction(builder, config, ["provider", "httpApi", "authorizers", key]);
  }
}

function authorizerFunction(builder: TemplateBuilder, config: HttpApiAuthorizerConfig, path: Path): FunctionModel | null {
  if (config.type !== "request") return null;
  if (Boolean(config.functionArn) === Boolean(config.functionName)) {
    throw new CompileError({ code: "property_invalid", message: "A request authorizer needs either functionName or functionArn", path });
  }
  if (config.resultTtlInSeconds && !config.identitySource) {
    throw new CompileError({ code: "property_missing", message: "An authorizer whose results are kept (resultTtlInSeconds) needs an identitySource", path });
  }
  return config.functionName ? builder.functionOf(config.functionName, [...path, "functionName"]) : null;
}

function requestProperties(config: HttpApiAuthorizerConfig, target: Json): JsonObject {
  return {
    AuthorizerType: "REQUEST",
    EnableSimpleResponses: config.enableSimpleResponses,
    AuthorizerResultTtlInSeconds: config.resultTtlInSeconds,
    AuthorizerPayloadFormatVersion: config.payloadVersion || "2.0",
    AuthorizerUri: join("", ["arn:", ref("AWS::Partition"), ":apigateway:", ref("AWS::Region"), ":lambda:path/2015-03-31/functions/", target, "/invocations"]),
  };
}

function jwtProperties(config: HttpApiAuthorizerConfig): JsonObject {
  const audience = Array.isArray(config.audience) ? Array.from(new Set(config.audience)) : [config.audience ?? null];
  return { AuthorizerType: "JWT", JwtConfiguration: { Audience: audience, Issuer: config.issuerUrl } };
}
