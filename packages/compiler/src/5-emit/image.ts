import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import type { FunctionModel, Image } from "../4-model/service-model.js";

/** The properties of a function that runs a container image. */
export function imageProperties({ config }: FunctionModel, { uri }: Image): JsonObject {
  const settings = isJsonObject(config.image) ? config.image : {};
  const imageConfig: JsonObject = {
    Command: settings["command"] || undefined,
    EntryPoint: settings["entryPoint"] || undefined,
    WorkingDirectory: settings["workingDirectory"] || undefined,
  };
  const isConfigured = Object.values(imageConfig).some((value) => value !== undefined);
  return { Code: { ImageUri: uri }, PackageType: "Image", ImageConfig: isConfigured ? imageConfig : undefined };
}
