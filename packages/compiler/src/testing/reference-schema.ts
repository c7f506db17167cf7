import { createRequire } from "node:module";
import { dirname } from "node:path";
import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";

/** A schema of the reference, in JSON Schema. */
export type JsonSchema = {
  type?: string;
  enum?: Json[];
  const?: Json;
  pattern?: string;
  regexp?: string;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  items?: JsonSchema | JsonSchema[];
  properties?: Record<string, JsonSchema>;
  patternProperties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  required?: string[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
  allOf?: JsonSchema[];
};

type Validate = (config: JsonObject) => boolean;
type Reference = { schema: JsonSchema; validate: Validate };

/** The reference's schema of a config, and its validator, which coerces in place. */
export async function loadReferenceSchema(serviceDirectory: string): Promise<Reference> {
  const root = createRequire(import.meta.url).resolve("../../../../package.json");
  const main = createRequire(root).resolve("osls");
  const require = createRequire(main);
  const library = dirname(require.resolve("osls/lib/serverless.js"));
  const Serverless = require(`${library}/serverless.js`) as new (options: object) => { init(): Promise<void>; configSchemaHandler: { schema: JsonSchema & { definitions: Record<string, JsonSchema> } } };
  const configuration = { service: "sample", provider: { name: "aws" } };
  const serverless = new Serverless({ commands: ["package"], options: {}, configuration, serviceDir: serviceDirectory, configurationFilename: "serverless.yml" });
  await serverless.init();
  const { definitions, ...schema } = serverless.configSchemaHandler.schema;
  inline(schema, definitions);
  const resolveValidate = require(`${library}/classes/config-schema-handler/resolve-ajv-validate.js`) as (schema: object) => Promise<Validate>;
  return { schema, validate: await resolveValidate(schema) };
}

/** The reference puts definitions in place of what refers to them, which its coercions depend on. */
function inline(value: object, definitions: Record<string, JsonSchema>): void {
  const members = value as Record<string, unknown>;
  for (const [key, member] of Object.entries(members)) {
    if (typeof member !== "object" || member === null) continue;
    const name = "$ref" in member ? String(member.$ref).replace("#/definitions/", "") : null;
    if (name === null) inline(member, definitions);
    else members[key] = definitions[name];
    if (name !== null && definitions[name]) inline(definitions[name], definitions);
  }
}

/** Validates as the reference does: members that are null are hidden meanwhile. */
export function validateWithReference(validate: Validate, config: JsonObject): boolean {
  const hidden: string[][] = [];
  hideNulls(config, [], hidden);
  const isValid = validate(config);
  for (const path of hidden) putNull(config, path);
  return isValid;
}

function hideNulls(value: Json, path: string[], hidden: string[][]): void {
  if (Array.isArray(value)) value.forEach((item, index) => hideNulls(item, [...path, String(index)], hidden));
  else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      if (member === undefined || member === null) {
        hidden.push([...path, key]);
        delete value[key];
      } else hideNulls(member, [...path, key], hidden);
    }
  }
}

function putNull(config: JsonObject, path: string[]): void {
  let node: Json | undefined = config;
  for (const key of path.slice(0, -1)) node = Array.isArray(node) ? node[Number(key)] : isJsonObject(node) ? node[key] : undefined;
  if (isJsonObject(node)) node[path.at(-1) ?? ""] = null;
}
