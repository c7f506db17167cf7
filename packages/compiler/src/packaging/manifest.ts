import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import type { FileSource } from "../file-source.js";

/** Reads package.json files, each once. One that is missing or cannot be read is empty: npm ignores it too. */
export type Manifests = { of(directory: string): Promise<JsonObject> };

export function createManifests(files: Pick<FileSource, "readText">): Manifests {
  const known = new Map<string, Promise<JsonObject>>();
  return {
    of(directory) {
      const manifest = known.get(directory) ?? files.readText(directory === "" ? "package.json" : `${directory}/package.json`).then(parseManifest);
      known.set(directory, manifest);
      return manifest;
    },
  };
}

/** Names of the packages that a manifest's lists of this kind have. */
export function namesOf(manifest: JsonObject, ...kinds: string[]): string[] {
  return kinds.flatMap((kind) => Object.keys(isJsonObject(manifest[kind]) ? manifest[kind] : {}));
}

function parseManifest(text: string | null): JsonObject {
  try {
    const value: Json = JSON.parse(text ?? "{}");
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
