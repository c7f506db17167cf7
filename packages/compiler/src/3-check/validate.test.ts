import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { anyOf, boolean, constant, integer, list, object, oneOfValues, string, text, type Schema } from "./schema.js";
import { validate } from "./validate.js";

function coerced(schema: Schema, value: Json): Json | undefined {
  const config: JsonObject = { value };
  expect(validate(config, object({ value: schema }))).toEqual([]);
  return config["value"];
}

const messages = (schema: Schema, value: Json): string[] => validate({ value }, object({ value: schema })).map(({ message }) => message);

describe("validate", () => {
  it.each<[string, Schema, Json, Json]>([
    ["a number to a text", text, 5, "5"],
    ["a boolean to a text", text, true, "true"],
    ["a text to a number", integer(1, 900), "30", 30],
    ["a text to a boolean", boolean, "false", false],
    ["a number to a boolean", boolean, 1, true],
    ["a value to a list of it", list(text), "one", ["one"]],
    ["a number to a list of a text", list(text), 7, ["7"]],
    ["a list of one to its item", text, ["one"], "one"],
    ["a list of one, of the second shape, to the first shape's item", anyOf(text, list(text)), ["one"], "one"],
  ])("coerces %s", (_name, schema, before, after) => {
    expect(coerced(schema, before)).toEqual(after);
  });

  it.each<[string, Schema, Json]>([
    ["an enum", oneOfValues(7, 14), "7"],
    ["a constant", constant(true), "true"],
    ["an object", object({}), "x"],
    ["a fraction where a whole number is asked for", integer(), 1.5],
    ["an empty text where a number is asked for", integer(), ""],
    ["a list of two where one text is asked for", text, ["a", "b"]],
  ])("does not coerce %s", (_name, schema, value) => {
    expect(messages(schema, value)).toHaveLength(1);
  });

  it("takes a property that is null for absent, and keeps it", () => {
    const config: JsonObject = { a: null };
    expect(validate(config, object({ a: integer() }))).toEqual([]);
    expect(config).toEqual({ a: null });
    expect(validate(config, object({ a: integer() }, { required: ["a"] }))[0]?.code).toBe("property_missing");
  });

  it("explains the shape that fits best", () => {
    const schema = anyOf(text, object({ rate: string({ pattern: /^rate/, title: "a rate" }), enabled: boolean }, { required: ["rate"] }));
    expect(messages(schema, { rate: "x" })).toEqual(['value.rate must be a rate, not "x"']);
    expect(messages(schema, { enabled: true })).toEqual(['value lacks "rate": a rate']);
    expect(messages(schema, { rate: "rate(1)", enbled: true })).toEqual(['value has no property "enbled"']);
    expect(messages(schema, [1, 2])).toEqual(["value must be a text, or an object with rate, not [1,2]"]);
  });
});
