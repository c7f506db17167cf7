import type { Json } from "@windlass/cloudformation/template";

/** What YAML would not read as the text that it is: other types, and characters that mean something. */
const otherType = /^(true|false|yes|no|on|off|null|~|[-+]?\.?\d[\d_.:]*(e[-+]?\d+)?|0x[\da-f]+|\d{4}-\d\d?-\d\d?([t ].*)?)$/i;
const meansSomething = /^$|^[\s,[\]{}#&*!|>'"%@`]|^[-?:](\s|$)|:(\s|$)|\s#|\s$/;

/** A scalar (or an empty list or map) as YAML has it. */
export function scalarText(value: Json): string {
  if (typeof value !== "string") return JSON.stringify(value);
  return otherType.test(value) || meansSomething.test(value) ? JSON.stringify(value) : value;
}
