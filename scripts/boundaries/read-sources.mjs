import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/**
 * @typedef {{ specifier: string, line: number, typeOnly: boolean }} ImportPlace
 * @typedef {{ path: string, text: string, imports: ImportPlace[] }} SourceFile `path` is relative to its package.
 */

/**
 * The sources of a package: everything below it but what is generated, built or a sample.
 * @param {string} folder @returns {SourceFile[]}
 */
export function readSources(folder) {
  return ["src", "tests"].flatMap((part) => {
    const root = join(folder, part);
    return existsSync(root) ? filesBelow(root) : [];
  }).map((path) => {
    const text = readFileSync(path, "utf8");
    return { path: relative(folder, path), text, imports: findImports(text) };
  });
}

/** @param {string} folder @returns {string[]} */
function filesBelow(folder) {
  const skipped = new Set(["node_modules", "dist", "generated", "samples", "fixtures"]);
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return skipped.has(entry.name) ? [] : filesBelow(path);
    return /\.(ts|tsx|mjs)$/.test(entry.name) && !/\.(d|gen)\.ts$/.test(entry.name) ? [path] : [];
  });
}

const statement = /^[ \t]*(?:import|export)\b(?<clause>[^"'`;]*?)\bfrom\s*["'](?<named>[^"']+)["']|^[ \t]*import\s*["'](?<bare>[^"']+)["']|\bimport\(\s*["'](?<dynamic>[^"']+)["']/gm;

/**
 * The imports of a module, re-exports and dynamic ones included. Comments do not count.
 * @param {string} source @returns {ImportPlace[]}
 */
export function findImports(source) {
  const text = source.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, " ")).replace(/^[ \t]*\/\/.*$/gm, "");
  return [...text.matchAll(statement)].map((match) => {
    const { clause = "", named, bare, dynamic } = match.groups ?? {};
    const specifier = named ?? bare ?? dynamic ?? "";
    const line = text.slice(0, match.index + match[0].length).split("\n").length;
    return { specifier, line, typeOnly: /^\s*type\b/.test(clause) };
  });
}
