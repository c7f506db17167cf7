import { beforeAll, describe, expect, it } from "vitest";
import { readConfig } from "./1-read/read-config.js";
import { Provenance } from "./2-resolve/provenance.js";
import { resolveVariables } from "./2-resolve/resolve-variables.js";
import { checkConfig } from "./3-check/check-config.js";
import { otherProperties } from "./3-check/other-versions.js";
import { eventSchemas } from "./3-check/schemas/events.js";
import { serviceSchema } from "./3-check/schemas/service.js";
import { nodeFiles } from "./node-files.js";
import { sampleEnvironment, sampleNames, sampleRegion, samplesDirectory, sampleStage } from "./testing/samples.js";
import { schemaProperties, usedProperties } from "./testing/schema-coverage.js";

const eventPath = "functions.*.events.";
const kinds = Object.keys(eventSchemas);
const all = Array.from(schemaProperties(serviceSchema));
const providerProperties = all.filter((property) => /^provider\.[^.]+$/.test(property));

/** Properties that no sample can have, with the reason. */
const exceptions: Record<string, string> = {
  ...Object.fromEntries(all.filter((property) => /^(stages|build)(\.|$)/.test(property)).map((property) => [property, "of version 4: the reference refuses it; it has tests of its own"])),
  ...Object.fromEntries(Object.keys(otherProperties.service).map((name) => [name, "the reference refuses it; see other-versions.test.ts"])),
  ...Object.fromEntries(Object.keys(otherProperties.provider).map((name) => [`provider.${name}`, "the reference refuses it; see other-versions.test.ts"])),
  ...Object.fromEntries(Object.keys(otherProperties.function).map((name) => [`functions.*.${name}`, "the reference refuses it; see other-versions.test.ts"])),
  "provider.iam.role.mode": "of version 4",
  "package.path": "moves what the reference writes, and changes nothing in the template",
  "provider.eventBridge": "of version 3, which the reference refuses",
  "provider.eventBridge.useCloudFormation": "of version 3",
};

const used = new Set<string>();

beforeAll(async () => {
  for (const name of sampleNames()) {
    const files = nodeFiles(`${samplesDirectory}${name}`);
    const { config } = await readConfig({ files, env: sampleEnvironment });
    await resolveVariables(config, { files, stage: sampleStage, region: sampleRegion, params: {}, options: {}, env: sampleEnvironment, secretParams: [], git: undefined, external: undefined, accountId: undefined, signal: undefined }, new Provenance());
    checkConfig(config, sampleStage);
    for (const property of usedProperties(config, serviceSchema)) used.add(property);
  }
});

function unused(properties: readonly string[]): string[] {
  return properties.filter((property) => !used.has(property) && !Object.hasOwn(exceptions, property));
}

describe("every property of the schema is used by a sample", () => {
  it.each(kinds)("event %s", (kind) => {
    const path = `${eventPath}${kind}`;
    expect(unused(all.filter((property) => property === path || property.startsWith(`${path}.`)))).toEqual([]);
  });

  it.each(["functions", "layers", "resources", "package", ...providerProperties])("%s", (block) => {
    const inBlock = all.filter((property) => property === block || property.startsWith(`${block}.`));
    expect(unused(inBlock.filter((property) => !property.startsWith(eventPath)))).toEqual([]);
  });

  it("the rest of the service", () => {
    expect(unused(all.filter((property) => !/^(provider|functions|layers|resources|package)(\.|$)/.test(property)))).toEqual([]);
  });

  it("has no exception that is not needed", () => {
    expect(Object.keys(exceptions).filter((property) => used.has(property) || !all.includes(property))).toEqual([]);
  });
});
