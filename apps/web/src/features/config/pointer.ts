import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import type { ValuePath } from "@windlass/cloudformation/value-diff";

/** A path as a JSON pointer (RFC 6901): `/functions/hello/events/0`. */
export function toPointer(path: ValuePath): string {
  return path.map((key) => childPointer("", key)).join("");
}

/** The pointer of a member of what `parent` points to. */
export function childPointer(parent: string, key: string | number): string {
  return `${parent}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** The keys of a JSON pointer, all as text. */
export function pointerKeys(pointer: string): string[] {
  return pointer.split("/").slice(1).map((key) => key.replaceAll("~1", "/").replaceAll("~0", "~"));
}

/** The pointers of all that hold what `pointer` points to, the outermost first; not the root, and not itself. */
export function ancestorsOf(pointer: string): string[] {
  return [...pointer.matchAll(/\//g)].slice(1).map(({ index }) => pointer.slice(0, index));
}

/** A pointer as people write it: `functions.hello.events[0].httpApi`. */
export function pointerText(pointer: string): string {
  return pointerKeys(pointer).reduce((text, key) => {
    if (/^\d+$/.test(key)) return `${text}[${key}]`;
    if (!/^[\w$-]+$/.test(key)) return `${text}["${key}"]`;
    return text === "" ? key : `${text}.${key}`;
  }, "");
}

const propertyParts = /\["([^"]*)"\]|\[(\d+)\]|([^.[\]]+)/g;

/**
 * The pointer of a property as the compiler writes it (`functions.hello.events[0].httpApi`), as far as `value` has it:
 * a resource may come from a default that stands nowhere.
 */
export function propertyPointer(value: Json, property: string): string {
  let pointer = "";
  let node: Json | undefined = value;
  for (const [, quoted, index, plain] of property.matchAll(propertyParts)) {
    const key = quoted ?? index ?? plain ?? "";
    node = Array.isArray(node) ? node[Number(key)] : isJsonObject(node) ? node[key] : undefined;
    if (node === undefined) break;
    pointer = childPointer(pointer, key);
  }
  return pointer;
}
