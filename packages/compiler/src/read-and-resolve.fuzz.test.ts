import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CompileError } from "./diagnostic.js";
import { readConfig } from "./1-read/read-config.js";
import { Provenance } from "./2-resolve/provenance.js";
import { resolveVariables } from "./2-resolve/resolve-variables.js";
import { memoryFiles } from "./testing/memory-files.js";

/** Of a busy machine, for one config. */
const patienceMs = 30_000;

/** What reading and resolving came to: the codes of its problems, none when it has none, and what is wrong with that. */
type Outcome = { codes: string[]; fault: string | null };

/** Reads and resolves a config. Throws what is no diagnostic. */
async function readAndResolve(files: Record<string, string>): Promise<Outcome> {
  const source = memoryFiles(files);
  const provenance = new Provenance();
  const startedAt = Date.now();
  const codes: string[] = [];
  let fault: string | null = null;
  try {
    const { config } = await readConfig({ files: source, env: {} });
    const nothing = { git: undefined, external: undefined, accountId: undefined, signal: undefined, options: {}, secretParams: [] };
    await resolveVariables(config, { ...nothing, files: source, stage: "dev", region: "us-east-1", params: { given: "p" }, env: { GIVEN: "e" } }, provenance);
    if (!isDeepStrictEqual(JSON.parse(JSON.stringify(config)), config)) fault = "What was resolved is not JSON.";
    for (const key of provenance.uses.keys()) provenance.placeOf(key.split("\0"));
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    codes.push(...error.problems.map(({ code }) => code));
    if (error.problems.some(({ message }) => message.length > 2_000)) fault = "A message is too long to be read.";
  }
  return { codes, fault: Date.now() - startedAt > patienceMs ? "It took too long." : fault };
}

const bits = [
  "a", "b: ", "- ", "[", "]", "{", "}", ", ", ": ", "\n", "\n  ", "\n    ", "&x ", "*x", "<<: ", "!Ref ", "!Sub ", "!GetAtt a.b", "!!set ", "? ", "|\n", ">-\n", "'", '"', "#", "---\n", "...\n",
  "%YAML 1.2\n", "~", "0x1f", "1e999", ".inf", "2020-01-01", "\t", "\u0085", "\uFEFF", "\u0000", "\uD800", "__proto__: ", "constructor: ", "service: x\n", "${self:a}", "${self:}", "${file(serverless.yml)}", "\\",
];
const yamlText = fc.array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...bits) }, { weight: 1, arbitrary: fc.string({ maxLength: 4, unit: "binary" }) }), { maxLength: 40 }).map((row) => row.join(""));

const names = ["a", "b", "c", "d", "0", "1", "length", "constructor", "__proto__"];
const path = fc.array(fc.constantFrom(...names), { maxLength: 3 }).map((keys) => ["custom", ...keys].join("."));
const { variable } = fc.letrec<{ variable: string; text: string; source: string }>((tie) => ({
  source: fc.oneof(
    path.map((address) => `self:${address}`),
    fc.constantFrom("env:GIVEN", "env:NONE", "opt:stage", "param:given", "param:a", "param:none", "sls:stage", "aws:region", "self:", "ssm:/x", "cf:s.O", "git:sha1", "nothing:x", "file(a.yml)", "file(b.json)", "file(none.yml)", "file(serverless.yml):custom.a"),
    path.map((address) => `file(a.yml):${address}`),
    tie("variable").map((inner) => `self:custom.${inner}`),
    tie("variable").map((inner) => `file(${inner})`),
    tie("variable").map((inner) => `strToBool(${inner})`),
  ),
  variable: fc.tuple(tie("source"), fc.constantFrom("", ", 'text'", ", 1", ", null", ", self:custom.a", ", self:custom.b.c")).map(([source, fallback]) => `\${${source}${fallback}}`),
  text: fc.array(fc.oneof(tie("variable"), fc.constantFrom("x", "-", "\\", "$", "${AWS::Region}", "${Name}", "\\${self:custom.a}")), { maxLength: 3 }).map((parts) => parts.join("")),
}));
const { value } = fc.letrec<{ value: unknown; leaf: unknown }>((tie) => ({
  leaf: fc.oneof({ weight: 3, arbitrary: variable }, { weight: 1, arbitrary: fc.constantFrom<unknown>("text", 1, true, null, "${AWS::Region}", "x${self:custom.a}y${self:custom.b}") }),
  value: fc.oneof({ maxDepth: 3 }, tie("leaf"), fc.array(tie("value"), { maxLength: 3 }), fc.dictionary(fc.constantFrom(...names.filter((name) => name !== "__proto__")), tie("value"), { maxKeys: 4, noNullPrototype: true })),
}));
const config = fc.record({ custom: value, params: fc.record({ default: fc.record({ a: value }) }), files: fc.record({ a: value, b: value }) });

describe("reading and resolving gives a config or diagnostics, whatever it is given", { timeout: 60_000 }, () => {
  /** The first of many inputs that is not dealt with, null when all are, and every code that was met. */
  async function findFault<T>(inputs: fc.Arbitrary<T>, toFiles: (input: T) => Record<string, string>, usualRuns: number) {
    const seen = new Set<string>();
    const property = fc.asyncProperty(inputs, async (input) => {
      const { codes, fault } = await readAndResolve(toFiles(input));
      for (const code of codes) seen.add(code);
      return fault === null;
    });
    const { counterexample, errorInstance } = await fc.check(property, { numRuns: Number(process.env["FUZZ_RUNS"] ?? usualRuns), seed: 7 });
    return { found: counterexample === null ? null : { counterexample, errorInstance }, seen: [...seen] };
  }

  it("of random YAML", async () => {
    const { found } = await findFault(yamlText, (text) => ({ "serverless.yml": text }), 1_000);
    expect(found).toBeNull();
  });

  it("of random JSON-like configs full of variables", async () => {
    const toFiles = ({ files, ...rest }: { files: { a: unknown; b: unknown } }) => ({
      "serverless.json": JSON.stringify({ service: "fuzz", ...rest }),
      "a.yml": JSON.stringify({ custom: files.a }),
      "b.json": JSON.stringify(files.b),
    });
    const { found, seen } = await findFault(config, toFiles, 300);
    expect(found).toBeNull();
    // It was no easy exercise: most of what can be wrong with variables was.
    expect(seen).toEqual(expect.arrayContaining(["variable_not_found", "variable_cycle", "variable_needs_aws", "variable_unknown_source", "variable_not_text", "variable_failed"]));
  });

  it("of random texts with variables", async () => {
    const text = fc.oneof(variable, fc.string({ maxLength: 30, unit: "binary" }), fc.array(fc.oneof(variable, fc.constantFrom("${", "}", "\\", "$", "'", ",")), { maxLength: 8 }).map((parts) => parts.join("")));
    const { found } = await findFault(text, (custom) => ({ "serverless.json": JSON.stringify({ service: "fuzz", custom: { a: custom, b: { c: "x" } } }) }), 300);
    expect(found).toBeNull();
  });
});
