import { posix } from "node:path";

/**
 * @typedef {import("./check-imports.mjs").Package} Package
 * @typedef {import("./check-imports.mjs").Violation} Violation
 */

/** Files that reach themselves through their imports. Types count: a cycle of types is one to a reader as well. @param {Package[]} packages @returns {Violation[]} */
export function checkCycles(packages) {
  const graph = importGraph(packages);
  /** @type {Map<string, "open" | "done">} */
  const seen = new Map();
  /** @type {string[]} */
  const path = [];
  /** @type {Violation[]} */
  const found = [];
  /** @param {string} node */
  const visit = (node) => {
    seen.set(node, "open");
    path.push(node);
    for (const next of graph.get(node) ?? []) {
      if (seen.get(next) === "open") found.push(cycle([...path.slice(path.indexOf(next)), next]));
      else if (!seen.has(next)) visit(next);
    }
    path.pop();
    seen.set(node, "done");
  };
  for (const node of graph.keys()) if (!seen.has(node)) visit(node);
  return found;
}

/** @param {string[]} files @returns {Violation} */
function cycle(files) {
  return {
    where: files[0] ?? "",
    what: `cycle ${files.join(" → ")}`,
    why: "files of a cycle can only be understood, tested and loaded together",
    how: "move what both need to a file of its own",
  };
}

/** @param {Package[]} packages @returns {Map<string, string[]>} */
function importGraph(packages) {
  const folders = new Map(packages.map((pkg) => [pkg.name, pkg.folder]));
  const known = new Set(packages.flatMap((pkg) => pkg.files.map((file) => `${pkg.folder}/${file.path}`)));
  const resolve = (/** @type {string} */ from, /** @type {string} */ specifier) => {
    const [, name = "", ...rest] = specifier.split("/");
    const target = specifier.startsWith(".")
      ? posix.join(posix.dirname(from), specifier).replace(/\.js$/, "")
      : `${folders.get(name) ?? "?"}/src/${rest.join("/")}`;
    return [`${target}.ts`, `${target}.tsx`, target].find((candidate) => known.has(candidate));
  };
  return new Map(
    packages.flatMap((pkg) =>
      pkg.files.map((file) => {
        const from = `${pkg.folder}/${file.path}`;
        const targets = file.imports
          .filter(({ specifier }) => specifier.startsWith(".") || specifier.startsWith("@windlass/"))
          .map(({ specifier }) => resolve(from, specifier));
        return [from, targets.filter((target) => target !== undefined)];
      }),
    ),
  );
}
