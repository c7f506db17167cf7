import { existsSync, readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "../compile.js";
import type { CompileResult } from "../compile-input.js";
import { nodeFiles } from "../node-files.js";

/** Every sample is a folder with a service in it; those with `expected.json` compile to that template. */
export const samplesDirectory = fileURLToPath(new URL("../../samples/", import.meta.url));
export const sampleEnvironment = { SAMPLE_GIVEN: "given" };
export const sampleStage = "dev";
export const sampleRegion = "us-east-1";

export function sampleNames(): string[] {
  return readdirSync(samplesDirectory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== "errors")
    .map((entry) => entry.name)
    .sort();
}

/** Folders with a config that is wrong, and `expected.json` with the diagnostics it must get. */
export function errorSampleNames(): string[] {
  const directory = `${samplesDirectory}errors`;
  return existsSync(directory) ? readdirSync(directory).sort() : [];
}

export function compileSample(name: string): Promise<CompileResult> {
  return compile({ files: nodeFiles(`${samplesDirectory}${name}`), stage: sampleStage, region: sampleRegion, env: sampleEnvironment });
}
