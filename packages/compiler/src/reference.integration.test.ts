import { readFile, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { normalizeTemplate } from "./testing/normalize-template.js";
import { openReference, referenceTimeLimitMs, type Reference } from "./testing/reference.js";
import { compileSample, sampleNames, samplesDirectory } from "./testing/samples.js";

const update = process.env["UPDATE_SAMPLES"] === "1";

let reference: Reference;
beforeAll(async () => {
  reference = await openReference();
});
afterAll(() => reference.close());

describe("the reference (osls package)", () => {
  it.each(sampleNames())("makes of %s what we make", async (name) => {
    const expected = normalizeTemplate(await reference.packageSample(name));
    const file = `${samplesDirectory}${name}/expected.json`;
    if (update) await writeFile(file, `${JSON.stringify(expected, null, 2)}\n`);
    expect(JSON.parse(await readFile(file, "utf8")), "expected.json is what the reference makes today").toEqual(expected);
    const result = await compileSample(name);
    expect(result.ok ? normalizeTemplate(JSON.parse(result.templateText)) : result.diagnostics).toEqual(expected);
  }, referenceTimeLimitMs + 10_000);
});
