import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError, type Problem } from "../diagnostic.js";
import { deepMerge } from "../5-emit/deep-merge.js";
import type { ServiceConfig } from "./config.js";
import { checkDeprecations } from "./deprecations.js";
import { checkOtherVersions } from "./other-versions.js";
import { checkPlugins } from "./plugins.js";
import { serviceSchema } from "./schemas/service.js";
import { validate } from "./validate.js";

export type Checked = { config: ServiceConfig; warnings: Problem[] };

/**
 * Checks and coerces a resolved config, in place.
 * @throws CompileError with everything that does not fit, unless `configValidationMode` is `warn` (then they are warnings) or `off`.
 */
export function checkConfig(config: JsonObject, stage: string): Checked {
  if (typeof config["provider"] === "string") config["provider"] = { name: config["provider"] };
  for (const key of ["functions", "resources"]) config[key] = mergeList(config[key], key);
  const mode = config["configValidationMode"] ?? "error";
  const problems = validate(config, serviceSchema);
  if (mode === "error" && problems.length > 0) throw new CompileError(problems);
  const missing = typeof config["service"] !== "string" || !isJsonObject(config["provider"]);
  // Without these nothing can be named, whatever the mode.
  if (missing) throw new CompileError(problems);
  const versions = checkOtherVersions(config, stage);
  const deprecations = checkDeprecations(config);
  // Who has the config only warned about gets the stack without them, as from the reference.
  const missingParts = mode === "error" ? versions.errors : [];
  const refused = [...missingParts, ...deprecations.errors];
  if (refused.length > 0) throw new CompileError(refused);
  const warnings = [
    ...(mode === "warn" ? problems : []),
    ...versions.errors.map((problem): Problem => ({ ...problem, code: "setting_ignored" })),
    ...versions.warnings,
    ...deprecations.warnings,
    ...checkPlugins(config["plugins"]),
  ];
  return { config: config as unknown as ServiceConfig, warnings };
}

/** `functions` and `resources` may be lists of objects, mostly of files: they are merged in their order. */
function mergeList(value: Json | undefined, key: string): Json | undefined {
  if (!Array.isArray(value)) return value;
  const merged: JsonObject = {};
  for (const [index, item] of value.entries()) {
    if (isJsonObject(item)) deepMerge(merged, item);
    else if (item) throw new CompileError({ code: "property_invalid", message: `${key}[${index}] must be an object`, path: [key, index] });
  }
  return merged;
}
