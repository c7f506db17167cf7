import { describe, expect, it } from "vitest";
import type { JsonObject } from "@windlass/cloudformation/template";
import { CompileError, type Problem } from "../diagnostic.js";
import { checkConfig } from "./check-config.js";
import { otherProperties } from "./other-versions.js";

const base = (): JsonObject => ({ service: "shop", provider: { name: "aws" }, functions: { hello: { handler: "a.b" } } });

function check(config: JsonObject): { refused: readonly Problem[]; warnings: readonly Problem[] } {
  try {
    return { refused: [], warnings: checkConfig(config, "dev").warnings };
  } catch (error) {
    if (error instanceof CompileError) return { refused: error.problems, warnings: [] };
    throw error;
  }
}

const pathsOf = (problems: readonly Problem[]): string[] => problems.map(({ path = [] }) => path.join("."));

describe("properties of other versions", () => {
  it.each(Object.entries(otherProperties.service))("names %s of the service", (name, property) => {
    const { refused, warnings } = check({ ...base(), [name]: { any: "thing" } });
    expect(pathsOf("refused" in property ? refused : warnings)).toEqual([name]);
  });

  it.each(Object.keys(otherProperties.provider))("names provider.%s", (name) => {
    expect(pathsOf(check({ ...base(), provider: { name: "aws", [name]: "x" } }).warnings)).toEqual([`provider.${name}`]);
  });

  it.each(Object.keys(otherProperties.function))("refuses %s of a function, whose rights would be missing", (name) => {
    expect(check({ ...base(), functions: { hello: { handler: "a.b", [name]: [] } } }).refused).toMatchObject([
      { code: "feature_unsupported", path: ["functions", "hello", name] },
    ]);
  });

  it.each(["warn", "off"])("only warns of them with configValidationMode `%s`, as the reference makes a template then", (configValidationMode) => {
    const { refused, warnings } = check({ ...base(), configValidationMode, appSync: {}, functions: { hello: { handler: "a.b", iamRoleStatements: [] } } });
    expect(refused).toEqual([]);
    expect(warnings).toMatchObject([
      { code: "setting_ignored", path: ["appSync"] },
      { code: "setting_ignored", path: ["functions", "hello", "iamRoleStatements"] },
    ]);
  });

  it("refuses a role for each function, and lets the shared one be", () => {
    const withMode = (mode: string): JsonObject => ({ ...base(), provider: { name: "aws", iam: { role: { mode } } } });
    expect(pathsOf(check(withMode("perFunction")).refused)).toEqual(["provider.iam.role.mode"]);
    expect(check(withMode("shared"))).toEqual({ refused: [], warnings: [] });
  });

  it("names what it leaves out of `stages`, for this stage and the default one", () => {
    const stages = { default: { observability: true }, dev: { resolvers: { a: { type: "aws" } }, params: { x: 1 } }, prod: { observability: true } };
    expect(pathsOf(check({ ...base(), stages }).warnings).sort()).toEqual(["stages.default.observability", "stages.dev.resolvers"]);
  });
});

describe("deprecated properties", () => {
  const config = (more: JsonObject): JsonObject => ({ ...base(), provider: { name: "aws", cfnRole: "arn:aws:iam::1:role/x" }, ...more });

  it("warns, refuses with mode `error`, and is silent where it is told to be", () => {
    expect(check(config({})).warnings).toMatchObject([{ code: "property_deprecated", path: ["provider", "cfnRole"] }]);
    expect(check(config({ deprecationNotificationMode: "error" })).refused).toMatchObject([{ code: "property_deprecated" }]);
    expect(check(config({ disabledDeprecations: ["PROVIDER_IAM_SETTINGS_V3"], deprecationNotificationMode: "error" })).warnings).toEqual([]);
    expect(check(config({ disabledDeprecations: "*" })).warnings).toEqual([]);
  });
});
