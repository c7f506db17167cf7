import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import type { Locator } from "../1-read/locate.js";
import type { Path } from "../path.js";

/** The sections that the config writes as lists, by name: their items were merged to one object. */
export type MergedLists = Map<string, readonly Json[]>;

/** A locator that finds what is inside merged sections in the item of the list that it is from: of several, the last, which won. */
export function locateInLists(locate: Locator, lists: MergedLists): Locator {
  if (lists.size === 0) return locate;
  return (path) => {
    const items = lists.get(String(path[0]));
    if (!items || path.length < 2) return locate(path);
    const depths = items.map((item) => depthOf(item, path.slice(1)));
    const index = depths.lastIndexOf(Math.max(...depths));
    return locate([...path.slice(0, 1), index, ...path.slice(1)]);
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
