import { readFile } from "node:fs/promises";
import { externalName, type ExternalAnswer, type ExternalRequest } from "@windlass/compiler/external-values";
import { parseYaml } from "@windlass/compiler/1-read/parse-yaml";
import { CompileError } from "@windlass/compiler/diagnostic";
import { usageError } from "../usage-error.js";

/** Answers by the name of their question. Null: there is none. */
export type KnownAnswers = ReadonlyMap<string, ExternalAnswer | null>;

const form = 'Write an object, such as { "ssm:/path": "value", "cf:stack.Output": "value" }.';

/**
 * Reads the file of `--resolve`: an object, JSON or YAML, of names such as `ssm:/path` with a text, a list (of a
 * StringList), an object (of a SecureString that holds JSON) or null (there is none).
 * @throws WindlassError `invalid_request` when there is no such file, or it holds something else.
 */
export async function readResolveFile(file: string): Promise<KnownAnswers> {
  const content = await parse(file);
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw usageError(`${file} does not hold an object`, form);
  }
  return new Map(Object.entries(content).map(([name, value]) => [canonical(name), toAnswer(value)]));
}

/** The answer to a question, under any of the names that it has. Undefined: the file has none. */
export function findAnswer(answers: KnownAnswers, request: ExternalRequest, region: string): ExternalAnswer | null | undefined {
  const short = answers.get(externalName(request, region));
  return short === undefined ? answers.get(externalName(request, "")) : short;
}

async function parse(file: string): Promise<unknown> {
  try {
    // JSON is YAML too.
    return parseYaml(await readFile(file, "utf8"), file);
  } catch (error) {
    if (error instanceof CompileError) throw usageError(`${file}: ${error.message}`, form);
    throw usageError(`${file} could not be read: ${error instanceof Error ? error.message : String(error)}`, "Name a file that exists.");
  }
}

/** `cf.eu-west-1:` is written `cf(eu-west-1):`, and parameters are parted by a comma and a blank. */
function canonical(name: string): string {
  const [, source = "", params, address = ""] = /^(\w+)(?:\(([^)]*)\)|\.[\w-]+)?:(.*)$/s.exec(name) ?? [];
  if (source === "") return name;
  const dotted = /^cf\.([\w-]+):/.exec(name)?.[1];
  const list = dotted ?? params?.split(",").map((param) => param.trim()).filter((param) => param !== "raw").join(", ");
  return `${source}${list ? `(${list})` : ""}:${address}`;
}

function toAnswer(value: unknown): ExternalAnswer | null {
  if (value === null || value === undefined) return null;
  if (Array.isArray(value)) return { value: value.map((item) => (typeof item === "string" ? item : JSON.stringify(item))).join(","), type: "StringList" };
  if (typeof value === "object") return { value: JSON.stringify(value), type: "SecureString", secret: true };
  return { value: typeof value === "string" ? value : JSON.stringify(value), type: "String" };
}
