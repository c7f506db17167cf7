import type { Json } from "@windlass/cloudformation/template";

/** The kinds of value that a schema can ask for. */
export type SchemaType = "string" | "number" | "integer" | "boolean" | "object" | "array" | "null";

/** What a part of the config may be: the part of JSON Schema that the config language needs. */
export type Schema = {
  type?: SchemaType;
  /** How a person calls what is expected, where the schema alone says too little. */
  title?: string;
  enum?: readonly Json[];
  const?: Json;
  pattern?: RegExp;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  /** For the first items of a list, each by its place. */
  prefixItems?: readonly Schema[];
  uniqueItems?: true;
  minItems?: number;
  maxItems?: number;
  properties?: Record<string, Schema>;
  /** For the keys that match; the first match counts. */
  patternProperties?: readonly (readonly [RegExp, Schema])[];
  /** For all other keys; `false` forbids them. */
  additionalProperties?: Schema | false;
  minProperties?: number;
  maxProperties?: number;
  required?: readonly string[];
  /** An object with exactly one of these keys. */
  oneKeyOf?: Record<string, Schema>;
  anyOf?: readonly Schema[];
  oneOf?: readonly Schema[];
  allOf?: readonly Schema[];
  not?: Schema;
};

type Rest = Omit<Schema, "type">;

export const string = (rest: Rest = {}): Schema => ({ type: "string", ...rest });
export const text = string();
export const boolean: Schema = { type: "boolean" };
export const integer = (minimum?: number, maximum?: number): Schema => ({
  type: "integer",
  ...(minimum === undefined ? {} : { minimum }),
  ...(maximum === undefined ? {} : { maximum }),
});
export const number: Schema = { type: "number" };
export const anyObject: Schema = { type: "object" };
export const anything: Schema = {};
export const oneOfValues = (...values: readonly Json[]): Schema => ({ enum: values });
export const constant = (value: Json): Schema => ({ const: value });
export const anyOf = (...branches: readonly Schema[]): Schema => ({ anyOf: branches });
export const list = (items: Schema, rest: Rest = {}): Schema => ({ type: "array", items, ...rest });
export const mapOf = (values: Schema, rest: Rest = {}): Schema => ({ type: "object", additionalProperties: values, ...rest });
/** An object with these properties and no others. */
export const object = (properties: Record<string, Schema>, rest: Rest = {}): Schema => ({ type: "object", properties, additionalProperties: false, ...rest });
/** One of these words, however it is capitalised. */
export const wordOf = (...words: readonly string[]): Schema => string({ pattern: new RegExp(`^(?:${words.join("|")})$`, "i"), title: words.map((word) => JSON.stringify(word)).join(" or ") });
export const uri = string({ pattern: /^[a-z][a-z0-9+.-]*:([\w\-.~!$&'()*+,;=:@/?#[\]]|%[0-9a-f]{2})*$/i, title: "a URI" });
