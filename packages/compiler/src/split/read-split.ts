import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../diagnostic.js";
import { suggest } from "../suggest.js";

/** How a service wants its template split into nested stacks. */
export type SplitConfig = {
  by: "function" | "type";
  /** Over how many nested stacks functions are spread; null: each has its own. */
  stacks: number | null;
  /** Types that are moved besides the usual ones, and types that are not. */
  move: ReadonlySet<string>;
  keep: ReadonlySet<string>;
  /** Whether resources move that are deployed elsewhere. */
  force: boolean;
};

export const splitPath = ["custom", "windlass", "split"];
const settings = ["by", "stacks", "move", "keep", "force"];
const maxStacks = 100;

/**
 * Reads `custom.windlass.split`: `function`, `type`, a number of stacks, or an object with `by`, `stacks`, `move`, `keep` and
 * `force`. Null where the service has none, or has `false`.
 * @throws CompileError `property_unknown`, `property_invalid`
 */
export function readSplit(custom: Json | undefined): SplitConfig | null {
  const windlass = isJsonObject(custom) ? custom["windlass"] : undefined;
  const value = isJsonObject(windlass) ? windlass["split"] : undefined;
  if (value === undefined || value === null || value === false) return null;
  const given: JsonObject = isJsonObject(value) ? value : typeof value === "number" ? { by: "function", stacks: value } : { by: value };
  Object.keys(given).forEach(checkKey);
  const { by = "function", stacks = null, move, keep, force = false } = given;
  if (by !== "function" && by !== "type") throw invalid("by", '"function" or "type", or a number of stacks');
  if (stacks !== null && !isCount(stacks)) throw invalid("stacks", `a whole number of 1 to ${maxStacks}`);
  if (stacks !== null && by === "type") throw invalid("stacks", "left out with by: type, which makes as many stacks as are needed");
  if (typeof force !== "boolean") throw invalid("force", "true or false");
  return { by, stacks, move: typesOf("move", move), keep: typesOf("keep", keep), force };
}

function checkKey(key: string): void {
  if (settings.includes(key)) return;
  const near = suggest(key, settings);
  const hint = near ? `Did you mean "${near}"?` : `Known here: ${settings.join(", ")}.`;
  throw new CompileError({ code: "property_unknown", message: `${splitPath.join(".")} has no property "${key}"`, hint, path: [...splitPath, key] });
}

function isCount(value: Json): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= maxStacks;
}

function typesOf(key: string, value: Json | undefined): Set<string> {
  const types = [value ?? []].flat();
  if (!types.every((type) => typeof type === "string" && type.includes("::"))) throw invalid(key, "a list of resource types, such as AWS::SNS::Topic");
  return new Set(types.filter((type) => typeof type === "string"));
}

function invalid(key: string, expected: string): CompileError {
  return new CompileError({ code: "property_invalid", message: `${[...splitPath, key].join(".")} must be ${expected}`, path: [...splitPath, key] });
}
