import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Resource } from "@windlass/cloudformation/template";
import { compile } from "../compile.js";
import type { CompileInput, CompileResult } from "../compile-input.js";
import { nodeFiles } from "../node-files.js";
import { compileSample } from "../testing/samples.js";
import { checkLimits } from "./check-limits.js";
import type { Measured } from "./measure-usage.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "windlass-usage-"));
  await writeFile(join(directory, "index.js"), "exports.handler = async () => 1;");
});
afterAll(() => rm(directory, { recursive: true }));

async function compileText(text: string, input: Partial<CompileInput> = {}): Promise<CompileResult> {
  await writeFile(join(directory, "serverless.yml"), text);
  return compile({ files: nodeFiles(directory), stage: "dev", region: "us-east-1", ...input });
}

const manyFunctions = (count: number): string =>
  `service: many\nprovider: { name: aws }\nfunctions:\n${Array.from({ length: count }, (_, index) => `  f${index}:\n    handler: index.handler\n    events: [{ sns: topic${index} }]\n`).join("")}`;

describe("usage", () => {
  it("says what each function and event has in the template, largest first", async () => {
    const result = await compileSample("explain");
    if (!result.ok) throw new Error("the sample does not compile");
    const { contributors, types, nestedStacks, ...counts } = result.usage;
    const sum = (key: "resources" | "outputs"): number => contributors.reduce((total, contributor) => total + contributor[key], 0);
    expect([sum("resources"), sum("outputs")]).toEqual([counts.resources, counts.outputs]);
    expect(counts.resources).toBe(Object.keys(result.template.Resources).length);
    expect(contributors).toEqual(contributors.toSorted((one, other) => other.resources - one.resources || other.bytes - one.bytes));
    const rows = contributors.map(({ path, kind, resources, outputs, place }) => `${path}: ${kind}, ${resources} resources, ${outputs} outputs, line ${place.line}`);
    expect(rows.toSorted()).toEqual([
      "functions.hello.events[0].sns: event, 2 resources, 0 outputs, line 21",
      "functions.hello.events[1].http: event, 3 resources, 0 outputs, line 22",
      "functions.hello: function, 3 resources, 1 outputs, line 16",
      "functions.other.events[0].sns: event, 1 resources, 0 outputs, line 27",
      "functions.other.events[1].http: event, 3 resources, 0 outputs, line 28",
      "functions.other.events[2].stream: event, 1 resources, 0 outputs, line 29",
      "functions.other.events[3].stream: event, 1 resources, 0 outputs, line 30",
      "functions.other: function, 3 resources, 1 outputs, line 23",
      "functions.plain: function, 2 resources, 0 outputs, line 12",
      "provider.apiGateway: provider, 2 resources, 1 outputs, line 2",
      "provider.deploymentBucket: provider, 2 resources, 1 outputs, line 2",
      "provider: provider, 1 resources, 0 outputs, line 2",
      "resources: resources, 1 resources, 1 outputs, line 31",
    ]);
    // Commas, braces and the names of the sections are nobody's.
    const bytes = contributors.reduce((total, contributor) => total + contributor.bytes, 0);
    expect(counts.templateBytes - bytes).toBeGreaterThan(0);
    expect(counts.templateBytes - bytes).toBeLessThan(300);
    expect(nestedStacks).toEqual([]);
    expect(types[0]).toMatchObject({ type: "AWS::Lambda::Permission" });
  });
});

describe("limits", () => {
  const measured = (parts: { resources?: number; outputs?: number; bytes?: number }): Measured => {
    const resource: Resource = { Type: "AWS::SNS::Topic" };
    const list = <T>(count: number, value: T): Record<string, T> => Object.fromEntries(Array.from({ length: count }, (_, index) => [`R${index}`, value]));
    return { template: { Resources: list(parts.resources ?? 1, resource), Outputs: list(parts.outputs ?? 0, { Value: "x" }) }, templateText: "x".repeat(parts.bytes ?? 1), nestedStacks: [], origins: new Map(), madeOutputs: new Set() };
  };

  it.each([
    [{ resources: 399, outputs: 159, bytes: 799_999 }, []],
    [{ resources: 400 }, ["limit_near"]],
    [{ resources: 500 }, ["limit_near"]],
    [{ resources: 501 }, ["limit_exceeded"]],
    [{ outputs: 201 }, ["limit_exceeded"]],
    [{ bytes: 1_000_001 }, ["limit_exceeded"]],
    [{ resources: 501, outputs: 160, bytes: 1_000_000 }, ["limit_exceeded", "limit_near", "limit_near"]],
  ])("of %j: %j", (parts, codes) => {
    expect(checkLimits(measured(parts)).map(({ code }) => code)).toEqual(codes);
  });

  it("are a warning with counts and contributors, and an error for those who deploy", async () => {
    const text = manyFunctions(100);
    const result = await compileText(text);
    if (!result.ok) throw new Error(result.diagnostics[0]?.message);
    expect(result.warnings.map(({ code, severity, message }) => ({ code, severity, message }))).toEqual([
      {
        code: "limit_exceeded",
        severity: "warning",
        message: expect.stringMatching(/^The template has 503 resources, and CloudFormation takes 500 at most. The largest contributors: functions.f\d+ \(5\), functions.f\d+ \(5\), functions.f\d+ \(5\), 99 more \(488\). By event: sns \(100 with 200\)$/),
      },
    ]);
    expect(result.warnings[0]?.hint).toContain("provider.versionFunctions: false saves 100 resources");
    const strict = await compileText(text, { overLimit: "error" });
    expect(strict).toMatchObject({ ok: false, diagnostics: [{ code: "limit_exceeded", severity: "error", place: null }] });
    expect((await compileText(manyFunctions(99), { overLimit: "error" })).ok).toBe(true);
  });
});
