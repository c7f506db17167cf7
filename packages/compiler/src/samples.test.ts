import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { normalizeTemplate } from "./testing/normalize-template.js";
import { compileSample, errorSampleNames, sampleNames, samplesDirectory } from "./testing/samples.js";

// Expectations of errors/ are written by `UPDATE_SAMPLES=1`; those of the others come from the reference itself,
// see reference.integration.test.ts.
const update = process.env["UPDATE_SAMPLES"] === "1";

describe("samples", () => {
  it.each(sampleNames())("%s compiles to the reference's template", async (name) => {
    const result = await compileSample(name);
    expect(result.ok ? [] : result.diagnostics).toEqual([]);
    if (!result.ok) return;
    const expected: unknown = JSON.parse(readFileSync(`${samplesDirectory}${name}/expected.json`, "utf8"));
    expect(normalizeTemplate(JSON.parse(result.templateText))).toEqual(expected);
  });

  it.each(errorSampleNames())("errors/%s is refused with its diagnostics", async (name) => {
    const result = await compileSample(`errors/${name}`);
    expect(result.ok).toBe(false);
    if (result.ok) return;
    const file = `${samplesDirectory}errors/${name}/expected.json`;
    if (update) writeFileSync(file, `${JSON.stringify(result.diagnostics, null, 2)}\n`);
    expect(result.diagnostics).toEqual(JSON.parse(readFileSync(file, "utf8")));
  });
});
