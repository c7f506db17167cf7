import { readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { findImports } from "../boundaries/read-sources.mjs";
import { root, workspaceFolders } from "../steps/layout.mjs";
import { filesBelow } from "../steps/stamp.mjs";

/** The integration tests that need the sandbox: they, or a test file of their package that they import, ask for its address. */
export function sandboxTestFiles() {
  const tests = [...workspaceFolders(), join(root, "scripts"), join(root, "examples")].flatMap(filesBelow).filter((file) => /\.integration\.test\.(ts|mjs)$/.test(file));
  return tests.filter((file) => asksForSandbox(file, new Set())).map((file) => relative(root, file));
}

/** @param {string} file @param {Set<string>} seen @returns {boolean} */
function asksForSandbox(file, seen) {
  if (seen.has(file)) return false;
  seen.add(file);
  const text = readFileSync(file, "utf8");
  if (/inject\(\s*["']sandboxUrl["']\s*\)/.test(text)) return true;
  const beside = findImports(text).filter(({ specifier }) => specifier.startsWith(".") && /test/.test(specifier));
  return beside.some(({ specifier }) => asksForSandbox(join(dirname(file), specifier.replace(/\.js$/, ".ts")), seen));
}
