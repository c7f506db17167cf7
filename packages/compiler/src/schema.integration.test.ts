import { beforeAll, expect, it } from "vitest";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { eventSchemas } from "./3-check/schemas/events.js";
import { functionProperties } from "./3-check/schemas/lambda.js";
import { provider } from "./3-check/schemas/provider.js";
import { serviceSchema } from "./3-check/schemas/service.js";
import { validate } from "./3-check/validate.js";
import { RandomConfig } from "./testing/random-config.js";
import { loadReferenceSchema, validateWithReference, type JsonSchema } from "./testing/reference-schema.js";
import { samplesDirectory } from "./testing/samples.js";

type Reference = Awaited<ReturnType<typeof loadReferenceSchema>>;
let reference: Reference;
beforeAll(async () => {
  reference = await loadReferenceSchema(`${samplesDirectory}functions`);
});

const configsOfEach = 150;

const placed = (path: string, value: Json): JsonObject => {
  const [block = "", name = ""] = path.split(".");
  const config: JsonObject = { service: "sample", provider: { name: "aws" } };
  if (block === "events") config["functions"] = { hello: { handler: "a.b", events: [{ [name]: value }] } };
  else if (block === "functions") config["functions"] = { hello: { handler: "a.b", [name]: value } };
  else if (block === "provider") config["provider"] = { name: "aws", [name]: value };
  else config[block] = value;
  return config;
};

function referenceSchemas(): Map<string, JsonSchema> {
  const { properties = {} } = reference.schema;
  const fn = Object.values(properties["functions"]?.patternProperties ?? {})[0]?.properties ?? {};
  const events = Array.isArray(fn["events"]?.items) ? [] : (fn["events"]?.items?.anyOf ?? []);
  const named = (block: string, schemas: Record<string, JsonSchema>): [string, JsonSchema][] => Object.entries(schemas).map(([name, schema]) => [`${block}.${name}`, schema]);
  return new Map([
    ...named("provider", properties["provider"]?.properties ?? {}),
    ...named("functions", fn).filter(([name]) => name !== "functions.events"),
    ...events.flatMap((event) => named("events", event.properties ?? {})).filter(([name]) => name !== "events.__schemaWorkaround__"),
    ...Object.entries(properties).filter(([name]) => name !== "functions" && name !== "provider"),
  ]);
}

it("knows every property that the reference knows", () => {
  const ours = new Set([
    ...Object.keys(provider.properties ?? {}).map((name) => `provider.${name}`),
    ...Object.keys(functionProperties).map((name) => `functions.${name}`),
    "functions.name",
    ...Object.keys(eventSchemas).map((name) => `events.${name}`),
    ...Object.keys(serviceSchema.properties ?? {}),
  ]);
  expect(Array.from(referenceSchemas().keys()).filter((name) => !ours.has(name))).toEqual([]);
});

it("takes, refuses and coerces random configs as the reference does", () => {
  const differences: string[] = [];
  for (const [path, schema] of referenceSchemas()) {
    for (let seed = 0; seed < configsOfEach; seed += 1) {
      const config = placed(path, new RandomConfig(seed, seed % 3 === 0 ? 0 : 0.03).value(schema));
      const difference = compare(config);
      if (difference) {
        differences.push(`${path}: ${difference}: ${JSON.stringify(config)}`);
        break;
      }
    }
  }
  expect(differences).toEqual([]);
}, 120_000);

function compare(config: JsonObject): string | null {
  const theirs = structuredClone(config);
  const ours = structuredClone(config);
  const isValid = validateWithReference(reference.validate, theirs);
  const problems = validate(ours, serviceSchema);
  if (isValid !== (problems.length === 0)) return isValid ? `we refuse it (${problems[0]?.message})` : "we take it";
  if (!isValid) return null;
  return JSON.stringify(sorted(ours)) === JSON.stringify(sorted(theirs)) ? null : `we make of it ${JSON.stringify(ours)}`;
}

function sorted(value: Json | undefined): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => sorted(item) ?? null);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, sorted(value[key])]));
}
