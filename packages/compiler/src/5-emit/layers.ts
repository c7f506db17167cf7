import { createHash } from "node:crypto";
import { ref } from "@windlass/cloudformation/intrinsics";
import type { JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../diagnostic.js";
import { idOf, layerId } from "../4-model/naming.js";
import type { LayerModel } from "../4-model/service-model.js";
import type { TemplateBuilder } from "./template-builder.js";

/** Layers with their permissions and three outputs each. */
export function emitLayers(builder: TemplateBuilder): void {
  for (const layer of builder.model.layers) emitLayer(builder, layer);
}

function emitLayer(builder: TemplateBuilder, { key, config, path }: LayerModel): void {
  const code = builder.packaged.layers.get(key);
  if (!code) throw new CompileError({ code: "layer_missing", message: `Layer "${key}" has neither a path nor an artifact`, path });
  const properties: JsonObject = {
    Content: { S3Bucket: code.bucket, S3Key: code.key },
    LayerName: config.name || key,
    Description: config.description || undefined,
    LicenseInfo: config.licenseInfo || undefined,
    CompatibleRuntimes: config.compatibleRuntimes,
    CompatibleArchitectures: config.compatibleArchitectures,
  };
  const { Content: _content, ...settings } = properties;
  const hash = createHash("sha1").update(JSON.stringify(settings)).update(code.sha256).digest("hex");
  const suffix = config.retain ? hash : "";
  const DeletionPolicy = config.retain ? "Retain" : undefined;
  const logicalId = `${layerId(key)}${suffix}`;
  builder.add(logicalId, { Type: "AWS::Lambda::LayerVersion", Properties: properties, DeletionPolicy }, path);
  for (const account of config.allowedAccounts ?? []) {
    builder.add(
      `${idOf(key)}${account.replace("*", "Wild")}LambdaLayerPermission${suffix}`,
      {
        Type: "AWS::Lambda::LayerVersionPermission",
        Properties: { Action: "lambda:GetLayerVersion", LayerVersionArn: ref(logicalId), Principal: account },
        DeletionPolicy,
      },
      [...path, "allowedAccounts"],
    );
  }
  builder.output(`${layerId(key)}QualifiedArn`, { Description: "Current Lambda layer version", Value: ref(logicalId) });
  builder.output(`${layerId(key)}Hash`, { Description: "Current Lambda layer hash", Value: hash });
  builder.output(`${layerId(key)}S3Key`, { Description: "Current Lambda layer S3Key", Value: code.key });
}
