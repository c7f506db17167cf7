import { readFileSync } from "node:fs";
import { isJsonObject, type Json, type Template } from "@windlass/cloudformation/template";
import { parse } from "yaml";
import { z } from "zod";
import { essentialsDirectory } from "./packs.js";

const wordsSchema = z.array(z.string());
const listsSchema = z.strictObject({ words: wordsSchema, endings: wordsSchema, beginnings: wordsSchema });
const lists = listsSchema.parse(parse(readFileSync(new URL("secret-names.yaml", essentialsDirectory), "utf8")));

/** Whether the name of an environment variable says that its value is a secret. */
export function isSecretName(name: string): boolean {
  const words = name.replaceAll(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase().split(/[^a-z0-9]+/);
  const text = words.join("");
  if (!lists.words.some((word) => text.includes(word))) return false;
  return !lists.endings.includes(words.at(-1) ?? "") && !lists.beginnings.includes(words[0] ?? "");
}

/** The names of environment variables in the template that say that their value is a secret. */
export function secretNames(template: Template): string[] {
  const names = Object.values(template.Resources).flatMap((resource) => variableNames(resource.Properties?.["Environment"]));
  return [...new Set(names)].filter(isSecretName);
}

function variableNames(environment: Json | undefined): string[] {
  const variables = isJsonObject(environment) ? environment["Variables"] : undefined;
  return isJsonObject(variables) ? Object.keys(variables) : [];
}
