import { join, ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../../../diagnostic.js";
import type { WebsocketAuthorizerConfig } from "../../../3-check/events/websocket.js";
import { idOf, permissionId } from "../../../4-model/naming.js";
import { findFunction, type FunctionModel } from "../../../4-model/service-model.js";
import type { Path } from "../../../path.js";
import { aliasDependency, lambdaTarget, type TemplateBuilder } from "../../template-builder.js";

/** The authorizer of a route. `fn` is null for a function of another stack. */
export type WebsocketAuthorizer = { name: string; fn: FunctionModel | null; arn: Json; identitySource: string[] };

export function websocketAuthorizerId(name: string): string {
  return `${idOf(name)}WebsocketsAuthorizer`;
}

/** Where API Gateway calls a function. */
export function functionUri(arn: Json): JsonObject {
  return join("", ["arn:", ref("AWS::Partition"), ":apigateway:", ref("AWS::Region"), ":lambda:path/2015-03-31/functions/", arn, "/invocations"]);
}

/** @throws CompileError when the authorizer has no name, or names a function that the service does not have. */
export function readWebsocketAuthorizer(builder: TemplateBuilder, value: string | WebsocketAuthorizerConfig, path: Path): WebsocketAuthorizer {
  const config: WebsocketAuthorizerConfig = typeof value === "string" ? (value.includes(":") ? { arn: value } : { name: value }) : value;
  const identitySource = config.identitySource ?? ["route.request.header.Auth"];
  if (!config.arn) {
    const fn = builder.functionOf(config.name ?? "", [...path, "authorizer"]);
    return { name: fn.key, fn, arn: lambdaTarget(fn), identitySource };
  }
  const name = isJsonObject(config.arn) ? config.name : typeof config.arn === "string" ? config.arn.split(":").at(-1) : undefined;
  if (!name) throw new CompileError({ code: "property_missing", message: "An authorizer whose arn is an intrinsic function needs a name", path: [...path, "authorizer"] });
  return { name, fn: null, arn: config.arn, identitySource };
}

type Context = { id: Json; dependsOn: string[]; path: Path };

export function emitWebsocketAuthorizer(builder: TemplateBuilder, authorizer: WebsocketAuthorizer, { id, dependsOn, path }: Context): void {
  const origin = [...path, "authorizer"];
  // Like the reference: a function of the authorizer's name decides on the alias, even where the ARN is of another one.
  const named = findFunction(builder.model, authorizer.name);
  builder.add(
    websocketAuthorizerId(authorizer.name),
    {
      Type: "AWS::ApiGatewayV2::Authorizer",
      DependsOn: named ? aliasDependency(named) : undefined,
      Properties: { ApiId: id, Name: authorizer.name, AuthorizerType: "REQUEST", AuthorizerUri: functionUri(authorizer.arn), IdentitySource: authorizer.identitySource },
    },
    origin,
  );
  const { fn } = authorizer;
  builder.add(
    permissionId(authorizer.name, "Websockets"),
    {
      Type: "AWS::Lambda::Permission",
      DependsOn: fn ? [...dependsOn, fn.logicalId, ...(fn.alias ? [fn.alias.logicalId] : [])] : dependsOn,
      Properties: { FunctionName: authorizer.arn, Action: "lambda:InvokeFunction", Principal: "apigateway.amazonaws.com" },
    },
    origin,
  );
}
