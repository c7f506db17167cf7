import { createHash } from "node:crypto";
import { join, ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject } from "@windlass/cloudformation/template";
import type { TemplateBuilder } from "../template-builder.js";
import { emitAuthorizers, emitPermissions } from "./http/authorizers.js";
import { emitCors } from "./http/cors.js";
import { emitMethods } from "./http/method.js";
import { emitRequestModels } from "./http/request-validator.js";
import { emitResources } from "./http/resources.js";
import { checkSharedRestApi, emitRestApi } from "./http/rest-api.js";
import { readRestMethods, restApiId } from "./http/rest-api-model.js";
import { emitStageLogs } from "./http/stage-logs.js";
import { emitUsagePlans } from "./http/usage-plans.js";

/** `http`: one REST API over all functions. */
export function emitHttp(builder: TemplateBuilder): void {
  checkSharedRestApi(builder);
  const methods = readRestMethods(builder);
  if (methods.length === 0) return;
  emitRestApi(builder);
  const tree = emitResources(builder, methods);
  const corsIds = emitCors(builder, methods, tree);
  const methodIds = emitMethods(builder, methods, tree);
  emitRequestModels(builder, methods, tree);
  emitAuthorizers(builder, methods);
  const deploymentId = emitDeployment(builder, [...corsIds, ...methodIds]);
  emitUsagePlans(builder, deploymentId);
  emitPermissions(builder, methods);
  emitStageLogs(builder);
}

/**
 * A deployment is a copy of the API as it is, which nothing updates: its id must change whenever the API does. The
 * reference takes the time; a hash of the API lets an unchanged service stay unchanged.
 */
function emitDeployment(builder: TemplateBuilder, methodIds: string[]): string {
  const { model } = builder;
  const logicalId = `ApiGatewayDeployment${hashOfApi(builder)}`;
  builder.add(
    logicalId,
    {
      Type: "AWS::ApiGateway::Deployment",
      Properties: {
        RestApiId: restApiId(builder),
        StageName: model.provider.apiGateway?.stage || model.stage,
        Description: model.provider.apiGateway?.description || undefined,
      },
      DependsOn: methodIds,
    },
    ["provider", "apiGateway"],
  );
  const url = ["https://", restApiId(builder), ".execute-api.", ref("AWS::Region"), ".", ref("AWS::URLSuffix"), `/${model.stage}`];
  builder.output("ServiceEndpoint", { Description: "URL of the service endpoint", Value: join("", url) });
  return logicalId;
}

/** Digits like those of the reference's time stamp: 13 of them. What `resources` changes of the API is merged later, and counts too. */
function hashOfApi(builder: TemplateBuilder): string {
  const { Resources: own, extensions } = builder.model.resources ?? {};
  const made = Object.entries(builder.resources).filter(([, { Type: type }]) => type.startsWith("AWS::ApiGateway::"));
  const ids = new Set(made.map(([id]) => id));
  const merged = [own, extensions].map((changes) => Object.entries(isJsonObject(changes) ? changes : {}).filter(([id]) => ids.has(id)));
  const parts = merged.some((changes) => changes.length > 0) ? [made, ...merged] : made;
  const digest = createHash("sha256").update(JSON.stringify(parts)).digest();
  return (digest.readBigUInt64BE(0) % 10n ** 13n).toString().padStart(13, "0");
}
