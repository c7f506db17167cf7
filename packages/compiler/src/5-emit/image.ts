import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../diagnostic.js";
import type { FunctionModel, ServiceModel } from "../4-model/service-model.js";

/** A function that runs a container image: its properties, and the image's digest. */
export type Image = { properties: JsonObject; sha: string };

/**
 * The image of a function, named by its digest.
 * @throws CompileError when the image would have to be built, or looked up by its tag.
 */
export function resolveImage(model: ServiceModel, fn: FunctionModel): Image {
  const { image } = fn.config;
  const path = [...fn.path, "image"];
  const settings = isJsonObject(image) ? image : {};
  const named = typeof image === "string" ? (image.includes("/") ? null : image) : settings["name"];
  const direct = typeof image === "string" && image.includes("/") ? image : settings["uri"];
  if (fn.config.handler !== undefined) throw new CompileError({ code: "function_target", message: `Function "${fn.key}" has both a handler and an image`, path });
  if (named && direct) throw new CompileError({ code: "conflict", message: `The image of function "${fn.key}" has both a name and a uri`, path });
  const uri = typeof named === "string" ? imageOfProvider(model, named, path) : direct;
  if (typeof uri !== "string") throw new CompileError({ code: "property_missing", message: `The image of function "${fn.key}" has neither a name nor a uri`, path });
  const sha = /@sha256:([a-f0-9]{64})$/.exec(uri)?.[1];
  if (sha === undefined) {
    throw new CompileError({
      code: "feature_unsupported",
      message: `${uri} is named by a tag, which only AWS could turn into a digest`,
      hint: "Name the image by its digest: …amazonaws.com/repository@sha256:….",
      path,
    });
  }
  const config: JsonObject = { Command: settings["command"], EntryPoint: settings["entryPoint"], WorkingDirectory: settings["workingDirectory"] };
  const hasConfig = Object.values(config).some((value) => value !== undefined && value !== null);
  return { sha, properties: { Code: { ImageUri: uri }, PackageType: "Image", ImageConfig: hasConfig ? config : undefined } };
}

function imageOfProvider(model: ServiceModel, name: string, path: (string | number)[]): string {
  const image = model.provider.ecr?.images?.[name];
  if (image === undefined) throw new CompileError({ code: "property_invalid", message: `There is no image "${name}" in provider.ecr.images`, path });
  const uri = typeof image === "string" ? image : image.uri;
  if (uri === undefined || !uri.includes("/") || uri.startsWith(".")) {
    throw new CompileError({ code: "feature_unsupported", message: `Image "${name}" would have to be built, which Windlass cannot do yet`, hint: "Build and push the image before, and name it by its digest.", path });
  }
  return uri;
}
