import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import type { Locator } from "../1-read/locate.js";
import { formatPath, type Path } from "../path.js";

/** The sections that may be lists of objects, which are merged before they are checked. */
const mergedSections = ["functions", "resources"];

/**
 * A locator for a config whose lists of functions and resources are going to be merged: it finds what is inside in the item
 * of the list that it is from. Of several items, the last one won.
 */
export function locateInLists(locate: Locator, config: JsonObject): Locator {
  const lists = new Map(mergedSections.flatMap((section) => {
    const items = config[section];
    return Array.isArray(items) ? [[section, items] as const] : [];
  }));
  if (lists.size === 0) return locate;
  return (path) => {
    const items = lists.get(String(path[0]));
    if (!items || typeof path[1] !== "string") return locate(path);
    const depths = items.map((item) => depthOf(item, path.slice(1)));
    const index = depths.lastIndexOf(Math.max(...depths));
    return { ...locate([...path.slice(0, 1), index, ...path.slice(1)]), property: formatPath(path) };
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
