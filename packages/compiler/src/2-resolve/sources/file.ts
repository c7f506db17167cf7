import { extname } from "node:path";
import { isJsonObject, type Json } from "@windlass/cloudformation/template";
import { ModuleError, PathOutsideError } from "../../file-source.js";
import { parseJson } from "../../1-read/parse-json.js";
import { parseYaml } from "../../1-read/parse-yaml.js";
import { toJson } from "../../1-read/to-json.js";
import { SourceError, type SourceContext, type VariableSource } from "../variable-source.js";

/**
 * `${file(path):key.key}`: YAML and JSON are parsed (`.tfstate` as JSON), modules are evaluated in a process of their
 * own, anything else is text. A missing file or key is no value.
 */
export const file: VariableSource = async ({ params: [path], address }, context) => {
  if (typeof path !== "string" || path === "") throw new SourceError("file needs a path: ${file(./config.yml)}");
  const keys = address === null ? [] : address.split(".");
  try {
    if (/\.c?js$/.test(path)) return await evaluate(path, keys, context);
    const content = await parse(path, context);
    return content === null ? null : await walk(content, keys, context);
  } catch (error) {
    if (error instanceof PathOutsideError) throw new SourceError(error.message, "file_outside");
    if (error instanceof ModuleError) throw new SourceError(`${path}: ${error.message}`);
    throw error;
  }
};

async function evaluate(path: string, address: string[], context: SourceContext): Promise<Json | undefined> {
  const module = await context.files.evaluate({
    path,
    env: context.env,
    address,
    signal: context.signal,
    calls: {
      options: context.options,
      resolveConfigurationProperty: (property) => context.getProperty(property),
      resolveVariable: (variable) => context.resolveText(`\${${variable}}`),
    },
  });
  return module === null || module.value === undefined ? null : toJson(module.value, path);
}

async function parse(path: string, context: SourceContext): Promise<Json> {
  const text = await context.files.readText(path);
  if (text === null) return null;
  switch (extname(path)) {
    case ".yml":
    case ".yaml":
      return toJson(parseYaml(text, path), path);
    case ".json":
    case ".tfstate":
      return toJson(parseJson(text, path), path);
    default:
      return text;
  }
}

async function walk(content: Json, keys: string[], context: SourceContext): Promise<Json | undefined> {
  let value: Json | undefined = content;
  for (const key of keys) {
    if (typeof value === "string") value = await context.resolveText(value);
    if (Array.isArray(value)) value = value[Number(key)];
    else if (isJsonObject(value)) value = Object.hasOwn(value, key) ? value[key] : undefined;
    else return null;
    if (value === undefined || value === null) return null;
  }
  return value;
}

