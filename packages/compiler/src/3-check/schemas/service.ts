import { anyObject, anyOf, anything, boolean, constant, list, mapOf, object, oneOfValues, string, text, type Schema } from "../schema.js";
import { letThrough } from "../other-versions.js";
import { build } from "./build.js";
import { resources } from "./cloudformation.js";
import { eventSchemas } from "./events.js";
import { functionProperties, layer } from "./lambda.js";
import { provider } from "./provider.js";

const functionName = /^[a-zA-Z0-9-_]+$/;
const functionSchema = object({
  name: string({ pattern: functionName }),
  events: list({ type: "object", oneKeyOf: eventSchemas }),
  ...functionProperties,
  ...letThrough("function"),
});

/** The whole config, as the `aws` dialect of Serverless Framework v3 defines it. */
export const serviceSchema: Schema = object(
  {
    service: string({ pattern: /^[a-zA-Z][0-9a-zA-Z-]+$/, title: "a name of at least two letters, digits and dashes that begins with a letter" }),
    provider,
    stages: { type: "object", patternProperties: [[/^[A-Za-z0-9-]+$/, object({ params: anyObject, observability: anything, resolvers: anyObject })]], additionalProperties: false },
    functions: { type: "object", patternProperties: [[functionName, functionSchema]], additionalProperties: false },
    layers: mapOf(layer),
    resources,
    custom: anyObject,
    build,
    params: { type: "object", patternProperties: [[/^[A-Za-z0-9-]+$/, anyObject]], additionalProperties: false },
    package: object({ artifact: text, excludeDevDependencies: boolean, individually: boolean, path: text, patterns: list(text) }),
    plugins: anyOf(object({ localPath: text, modules: list(text) }, { required: ["modules"] }), list(text)),
    configValidationMode: oneOfValues("error", "warn", "off"),
    deprecationNotificationMode: oneOfValues("error", "warn", "warn:summary"),
    disabledDeprecations: anyOf(constant("*"), list(string({ pattern: /^[A-Z0-9_]+$/ }))),
    frameworkVersion: text,
    projectDir: string({ pattern: /^(\.\/?|(\.\/)?\.\.(\/\.\.)*\/?)$/ }),
    useDotenv: constant(true),
    variablesResolutionMode: string({ enum: ["20210326"] }),
    ...letThrough("service"),
  },
  { required: ["provider", "service"] },
);
