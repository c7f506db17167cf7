import { isJsonObject, type Json, type JsonObject } from "@windlass/cloudformation/template";
import type { Problem } from "../diagnostic.js";
import type { Path } from "../path.js";

/** Properties that the reference is going to drop, by its code for them, with what to write instead. */
const deprecated: readonly { code: string; path: Path; instead: string }[] = [
  { code: "PROVIDER_IAM_SETTINGS_V3", path: ["provider", "role"], instead: "Use `provider.iam.role`." },
  { code: "PROVIDER_IAM_SETTINGS_V3", path: ["provider", "rolePermissionsBoundary"], instead: "Use `provider.iam.role.permissionsBoundary`." },
  { code: "PROVIDER_IAM_SETTINGS_V3", path: ["provider", "iam", "role", "permissionBoundary"], instead: "Use `provider.iam.role.permissionsBoundary`." },
  { code: "PROVIDER_IAM_SETTINGS_V3", path: ["provider", "iamManagedPolicies"], instead: "Use `provider.iam.role.managedPolicies`." },
  { code: "PROVIDER_IAM_SETTINGS_V3", path: ["provider", "iamRoleStatements"], instead: "Use `provider.iam.role.statements`." },
  { code: "PROVIDER_IAM_SETTINGS_V3", path: ["provider", "cfnRole"], instead: "Use `provider.iam.deploymentRole`." },
  { code: "AWS_HTTP_API_USE_PROVIDER_TAGS_PROPERTY", path: ["provider", "httpApi", "useProviderTags"], instead: "Remove it: the API has the provider's tags as it is." },
  { code: "AWS_WEBSOCKET_API_USE_PROVIDER_TAGS", path: ["provider", "websocket", "useProviderTags"], instead: "Remove it: the API has the provider's tags as it is." },
  { code: "PROJECT_DIR", path: ["projectDir"], instead: "Remove it: it has no effect." },
  { code: "VARIABLES_RESOLUTION_MODE", path: ["variablesResolutionMode"], instead: "Remove it: it has no effect." },
];

/**
 * Deprecated properties that a config uses. They are errors with `deprecationNotificationMode: error`, and those of
 * `disabledDeprecations` are passed over.
 */
export function checkDeprecations(config: JsonObject): { errors: Problem[]; warnings: Problem[] } {
  const disabled = [config["disabledDeprecations"] ?? []].flat();
  const found = deprecated.filter(({ code, path }) => !disabled.includes("*") && !disabled.includes(code) && valueAt(config, path) !== null);
  const problems = found.map(({ code, path, instead }): Problem => ({ code: "property_deprecated", message: `\`${path.at(-1)}\` is deprecated (${code})`, hint: instead, path }));
  return config["deprecationNotificationMode"] === "error" ? { errors: problems, warnings: [] } : { errors: [], warnings: problems };
}

function valueAt(config: JsonObject, path: Path): Json {
  let value: Json = config;
  for (const key of path) value = (isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : null) ?? null;
  return value;
}
