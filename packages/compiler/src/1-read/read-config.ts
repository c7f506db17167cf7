import { isJsonObject, type JsonObject } from "@windlass/cloudformation/template";
import { CompileError } from "../diagnostic.js";
import { FileUnreadableError, ModuleError, PathOutsideError, type FileSource } from "../file-source.js";
import { parseJson } from "./parse-json.js";
import { parseYaml } from "./parse-yaml.js";
import { maxTextBytes } from "./text-limit.js";
import { toJson } from "./to-json.js";

/** The config file as it was read; `text` is kept to find positions, null for a module. */
export type ConfigFile = { path: string; text: string | null; config: JsonObject };

const candidates = ["serverless.yml", "serverless.yaml", "serverless.json", "serverless.js", "serverless.cjs", "serverless.mjs", "serverless.ts"];

type ReadInput = { files: FileSource; configFile?: string | undefined; env: Record<string, string>; signal?: AbortSignal | undefined };

/**
 * Finds and reads the service's config file.
 * @throws CompileError `config_not_found`, `config_syntax`, `config_shape`, `config_too_large`, `config_module_failed`, `file_outside`, `file_unreadable`.
 */
export async function readConfig(input: ReadInput): Promise<ConfigFile> {
  for (const path of input.configFile === undefined ? candidates : [input.configFile]) {
    const read = await readOne(path, input);
    if (read) {
      const config = toJson(read.value, path);
      if (!isJsonObject(config)) throw new CompileError({ code: "config_shape", message: `${path} does not hold an object` });
      return { path, text: read.text, config };
    }
  }
  throw new CompileError({
    code: "config_not_found",
    message: input.configFile === undefined ? "There is no serverless.yml (or .yaml, .json, .js, .cjs, .mjs, .ts)" : `There is no ${input.configFile}`,
  });
}

async function readOne(path: string, input: ReadInput): Promise<{ value: unknown; text: string | null } | null> {
  try {
    if (/\.(ya?ml|json)$/.test(path)) {
      const text = await input.files.readText(path, maxTextBytes);
      if (text === null) return null;
      return { value: path.endsWith(".json") ? parseJson(text, path) : parseYaml(text, path), text };
    }
    if (!/\.[cm]?[jt]s$/.test(path)) throw new CompileError({ code: "config_shape", message: `${path}: a config file ends in .yml, .yaml, .json, .js, .cjs, .mjs or .ts` });
    const module = await input.files.evaluate({ path, env: input.env, signal: input.signal });
    return module && { value: module.value, text: null };
  } catch (error) {
    if (error instanceof PathOutsideError) throw new CompileError({ code: "file_outside", message: error.message });
    if (error instanceof FileUnreadableError) throw new CompileError({ code: "file_unreadable", message: error.message });
    if (error instanceof ModuleError) throw new CompileError({ code: "config_module_failed", message: `${path}: ${error.message}` });
    throw error;
  }
}
