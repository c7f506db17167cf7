import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { childPointer } from "./pointer.js";

/**
 * A call of one of CloudFormation's short functions as its tag: `!Ref Queue`, `!GetAtt Queue.Arn`, `!Sub text`; with the
 * pointers of what is inside. Null for anything else.
 */
export function shortTag(pointer: string, value: Json[] | JsonObject): { text: string; pointers: string[] } | null {
  if (Array.isArray(value)) return null;
  const [first, second] = Object.entries(value);
  if (first === undefined || second !== undefined) return null;
  const [name, argument] = first;
  const inside = childPointer(pointer, name);
  if (name === "Ref" && isLine(argument)) return { text: `!Ref ${argument}`, pointers: [inside] };
  if (name === "Fn::Sub" && isLine(argument)) return { text: `!Sub ${argument}`, pointers: [inside] };
  if (name === "Fn::ImportValue" && isLine(argument)) return { text: `!ImportValue ${argument}`, pointers: [inside] };
  if (name !== "Fn::GetAtt") return null;
  if (isLine(argument)) return { text: `!GetAtt ${argument}`, pointers: [inside] };
  if (!Array.isArray(argument) || !argument.every(isLine)) return null;
  return { text: `!GetAtt ${argument.join(".")}`, pointers: [inside, ...argument.map((_, index) => childPointer(inside, index))] };
}

function isLine(value: Json | undefined): value is string {
  return typeof value === "string" && !value.includes("\n");
}
