import { createRequire } from "node:module";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { expect, it } from "vitest";
import { parseTemplate } from "./parse-template.js";
import { TemplateSyntaxError, type Source, type Template } from "./template.js";

type Meta = { value: string | number | boolean | null; variables?: MetaVariable[] };
type MetaSource = { type: string; params?: Meta[]; address?: Meta } | { value: never };
type MetaVariable = { start?: number; end?: number; sources?: MetaSource[]; value?: string };

const parseAsReference = createRequire(import.meta.url)("osls/lib/configuration/variables/parse.js") as (text: string) => MetaVariable[] | null;

/** What the reference makes of a text, in the form of ours. */
function fromReference(text: string, variables: MetaVariable[] | null | undefined): Template {
  const parts: Template = [];
  const addPlain = (plain: string): void => {
    const last = parts.at(-1);
    if (typeof last === "string") parts[parts.length - 1] = last + plain;
    else if (plain !== "") parts.push(plain);
  };
  let from = 0;
  for (const { start = 0, end = text.length, sources, value } of variables ?? []) {
    addPlain(text.slice(from, start));
    if (sources) parts.push({ text: text.slice(start, end), sources: sources.map(fromSource) });
    else addPlain(value ?? "");
    from = end;
  }
  addPlain(text.slice(from));
  return parts;
}

function fromSource(source: MetaSource): Source {
  if ("value" in source) return { literal: source.value };
  const toTemplate = ({ value, variables }: Meta): Template => (value === null ? [] : typeof value === "string" ? (value === "" ? [value] : fromReference(value, variables)) : [String(value)]);
  const address = source.address ? toTemplate(source.address) : [];
  return { type: source.type, params: (source.params ?? []).map(toTemplate), address: address.length === 0 ? null : address };
}

function outcome(parse: () => Template): Template | "refused" {
  try {
    return parse();
  } catch (error) {
    if (error instanceof TemplateSyntaxError || (error instanceof Error && error.constructor.name === "ServerlessError")) return "refused";
    throw error;
  }
}

/** Pieces of variables, so that a random row of them is a variable, or nearly one, most of the time. */
const pieces = [
  "${", "}", "$", "{", "\\", ":", ",", "(", ")", "'", '"', " ", ".", "-", "self:", "${self:a", "${env:X, ", "${file(", "ssm(x)", "AWS::Region", "${AWS::", "${Foo",
  "a", "b.c", "1", "true", "null", "0x1f", "'q'", '"\\n"', "é", "{}", "[]", "cf.eu-west-1:", "sls:stage}", "/", "=",
];
const text = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...pieces) }, { weight: 1, arbitrary: fc.string({ maxLength: 3 }) }), { maxLength: 14 }).map((row) => row.join(""));

it("reads every text as the reference does", { timeout: 20_000 }, () => {
  const isReadAlike = (input: string): boolean => {
    // Blanks other than spaces shift the reference's own positions, and it forgets that a fallback like `a::b` is not closed.
    if (/[^\S ]/.test(input) || /, *[a-z][a-zA-Z0-9]*: *:/.test(input)) return true;
    const ours = outcome(() => parseTemplate(input) ?? (input === "" ? [] : [input]));
    return isDeepStrictEqual(ours, outcome(() => fromReference(input, parseAsReference(input))));
  };
  const { counterexample } = fc.check(fc.property(text, isReadAlike), { numRuns: Number(process.env["FUZZ_RUNS"] ?? 8_000), seed: 1 });
  expect(counterexample).toBeNull();
});
