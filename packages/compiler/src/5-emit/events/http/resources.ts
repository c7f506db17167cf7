import { ref } from "@windlass/cloudformation/intrinsics";
import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import { CompileError } from "../../../diagnostic.js";
import { pathId } from "../../../4-model/naming.js";
import type { Path } from "../../../path.js";
import type { TemplateBuilder } from "../../template-builder.js";
import { restApiId, rootResourceId, type RestMethod } from "./rest-api-model.js";

/** The resources of the REST API by their paths. */
export type ResourceTree = {
  /** Name of a path inside logical ids; empty for the root. */
  nameOf(path: string): string;
  /** Id of the resource of a path. */
  idOf(path: string): Json;
};

/** One resource for each part of each path, but for those that `restApiResources` says to exist elsewhere. */
export function emitResources(builder: TemplateBuilder, methods: RestMethod[]): ResourceTree {
  const existing = existingResources(builder);
  const ids = new Map<string, Json>(existing);
  for (const { path, origin } of methods) {
    if (path !== "" && !ids.has(path)) emitChain(builder, { path, origin, ids });
  }
  return {
    nameOf: (path) => (path === "" ? "" : pathId(path)),
    idOf: (path) => (path === "" ? rootResourceId(builder) : (ids.get(path) ?? null)),
  };
}

type Chain = { path: string; origin: Path; ids: Map<string, Json> };

function emitChain(builder: TemplateBuilder, { path, origin, ids }: Chain): void {
  const parts = path.split("/");
  const paths = parts.map((_, index) => parts.slice(0, index + 1).join("/"));
  const nearest = paths.findLastIndex((prefix) => ids.has(prefix));
  for (let index = nearest + 1; index < parts.length; index += 1) {
    const parent = index === 0 ? rootResourceId(builder) : (ids.get(paths[index - 1] ?? "") ?? null);
    const own = paths[index] ?? "";
    const logicalId = `ApiGatewayResource${pathId(own)}`;
    builder.add(
      logicalId,
      { Type: "AWS::ApiGateway::Resource", Properties: { ParentId: parent, PathPart: parts[index], RestApiId: restApiId(builder) } },
      origin,
    );
    ids.set(own, ref(logicalId));
  }
}

function existingResources(builder: TemplateBuilder): Map<string, Json> {
  const config = builder.model.provider.apiGateway?.restApiResources;
  const entries: [string, Json | undefined][] = Array.isArray(config)
    ? config.map(({ path, resourceId }) => [path, resourceId])
    : isJsonObject(config) ? Object.entries(config) : [];
  return new Map(
    entries.map(([path, id]) => {
      if (id === undefined || id === null) {
        throw new CompileError({ code: "property_missing", message: `The existing resource "${path}" lacks its id`, path: ["provider", "apiGateway", "restApiResources"] });
      }
      return [path.replace(/^\//, "").replace(/\/$/, ""), id];
    }),
  );
}
