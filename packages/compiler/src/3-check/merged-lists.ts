import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import type { Path } from "../path.js";

/** The sections that may be lists of objects, which are merged before they are checked. */
const mergedSections = ["functions", "resources"];

/**
 * Where the values of a config stand whose lists of functions and resources are going to be merged: a path after the
 * merge leads to that in the item of the list that it is from. Of several items, the last one won.
 */
export function pathsInLists(config: JsonObject): (path: Path) => Path {
  const lists = new Map(mergedSections.flatMap((section) => {
    const items = config[section];
    return Array.isArray(items) ? [[section, items] as const] : [];
  }));
  return (path) => {
    const items = lists.get(String(path[0]));
    if (!items || typeof path[1] !== "string") return path;
    const depths = items.map((item) => depthOf(item, path.slice(1)));
    const index = depths.lastIndexOf(Math.max(...depths));
    return [...path.slice(0, 1), index, ...path.slice(1)];
  };
}

/** How many steps of a path a value has. */
function depthOf(value: Json, path: Path): number {
  let node: Json | undefined = value;
  for (const [index, key] of path.entries()) {
    node = Array.isArray(node) ? node[Number(key)] : isJsonObject(node) && Object.hasOwn(node, String(key)) ? node[String(key)] : undefined;
    if (node === undefined) return index;
  }
  return path.length;
}
