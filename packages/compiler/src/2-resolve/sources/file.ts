import { extname, posix } from "node:path";
import type { Json } from "@windlass/cloudformation/template";
import { FileUnreadableError, ModuleError, PathOutsideError } from "../../file-source.js";
import { parseJson } from "../../1-read/parse-json.js";
import { parseYaml } from "../../1-read/parse-yaml.js";
import { maxTextBytes } from "../../1-read/text-limit.js";
import { toJson } from "../../1-read/to-json.js";
import { follow, SourceError, type Found, type SourceContext, type VariableSource } from "../variable-source.js";

/**
 * `${file(path):key.key}`: YAML and JSON are parsed (`.tfstate` as JSON), `.js` and `.cjs` are evaluated in a process of
 * their own, anything else is text. A missing file or key is no value.
 */
export const file: VariableSource = async ({ params: [path], address }, context) => {
  if (path === undefined || path === null || path === "") throw new SourceError("file needs a path: ${file(./config.yml)}");
  const keys = address === null ? [] : address.split(".");
  const name = posix.normalize(path);
  try {
    if (/\.c?js$/.test(path)) {
      const value = await context.once(`module\0${path}\0${address ?? ""}`, () => evaluate(path, keys, context));
      return { value, from: { file: name, path: keys } };
    }
    return await walk(await context.once(`file\0${path}`, () => parse(path, name, context)), { name, keys }, context);
  } catch (error) {
    if (error instanceof PathOutsideError) throw new SourceError(error.message, "file_outside");
    if (error instanceof FileUnreadableError) throw new SourceError(error.message, "file_unreadable");
    if (error instanceof ModuleError) throw new SourceError(`${path}: ${error.message}`);
    throw error;
  }
};

async function evaluate(path: string, address: string[], context: SourceContext): Promise<Json> {
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

async function parse(path: string, name: string, context: SourceContext): Promise<Json> {
  const text = await context.files.readText(path, maxTextBytes);
  if (text === null) return null;
  switch (extname(path)) {
    case ".yml":
    case ".yaml":
      context.keepText(name, text);
      return toJson(parseYaml(text, name), name);
    case ".json":
    case ".tfstate":
      context.keepText(name, text);
      return toJson(parseJson(text, name), name);
    default:
      return text;
  }
}

async function walk(content: Json, { name, keys }: { name: string; keys: string[] }, context: SourceContext): Promise<Found> {
  let value: Json | undefined = content;
  for (const key of keys) {
    if (typeof value === "string") value = await context.resolveText(value);
    value = follow(value, key);
  }
  return { value, from: { file: name, path: keys } };
}
