import { builtinModules } from "node:module";
import { posix } from "node:path";
import { contractsLibraries, guardedLibraries, packageRules, testFile } from "./rules.mjs";

/**
 * @typedef {import("./read-sources.mjs").SourceFile} SourceFile
 * @typedef {{ where: string, what: string, why: string, how: string }} Violation
 * @typedef {{ name: string, folder: string, manifest: { dependencies?: Record<string, string>, devDependencies?: Record<string, string>, optionalDependencies?: Record<string, string> }, files: SourceFile[] }} Package
 * @typedef {{ pkg: Package, file: SourceFile, specifier: string, typeOnly: boolean, where: string, isTest: boolean }} Use
 */

/** What the package's own manifest promises too much. @param {Package} pkg @returns {Violation[]} */
export function checkManifest(pkg) {
  const allowed = packageRules[pkg.name]?.mayImport ?? [];
  return Object.keys(pkg.manifest.dependencies ?? {})
    .filter((name) => name.startsWith("@windlass/") && !allowed.includes(name.slice("@windlass/".length)))
    .map((name) => ({
      where: `${pkg.folder}/package.json`,
      what: `${pkg.name} depends on ${name}`,
      why: `the layers of DESIGN.md let ${pkg.name} use ${allowed.join(", ") || "no other package"}`,
      how: "move what is needed to a package below both, or hand it in as an argument",
    }));
}

/** @param {Package} pkg @returns {Violation[]} */
export function checkImports(pkg) {
  return pkg.files.flatMap((file) =>
    file.imports.flatMap(({ specifier, line, typeOnly }) => {
      const isTest = testFile.test(`/${file.path}`);
      const use = { pkg, file, specifier, typeOnly, isTest, where: `${pkg.folder}/${file.path}:${line}` };
      if (specifier.startsWith(".")) return checkRelative(use);
      return specifier.startsWith("@windlass/") ? checkWorkspace(use) : checkLibrary(use);
    }),
  );
}

/** @param {Use} use @returns {Violation[]} */
function checkRelative({ pkg, file, specifier, where }) {
  const target = posix.normalize(posix.join(posix.dirname(file.path), specifier));
  if (target.startsWith("..") && !target.startsWith("../../prisma/")) {
    return [{
      where,
      what: `"${specifier}" leaves the package ${pkg.name}`,
      why: "a package is used by what it exports, so that its dependencies are the ones it declares",
      how: "import it as @windlass/<package>/<file>",
    }];
  }
  if (/\.(js|mjs|json|css|svg|txt|guard)(\?\w+)?$/.test(specifier)) return [];
  return [{ where, what: `"${specifier}" has no extension`, why: "Node resolves no extensions", how: `write "${specifier}.js"` }];
}

/** @param {Use} use @returns {Violation[]} */
function checkWorkspace(use) {
  const { pkg, file, specifier, where, isTest } = use;
  const target = specifier.split("/")[1] ?? "";
  const rule = packageRules[pkg.name];
  const declared = { ...pkg.manifest.dependencies, ...(isTest ? pkg.manifest.devDependencies : {}) };
  if (specifier.split("/").length < 3) {
    return [{ where, what: `"${specifier}" names a whole package`, why: "packages have no barrel", how: `import the file: ${specifier}/<file>` }];
  }
  if (!isTest && !rule?.mayImport.includes(target)) {
    return [{
      where,
      what: `${pkg.name} imports ${target}`,
      why: `the layers of DESIGN.md let ${pkg.name} use ${rule?.mayImport.join(", ") || "no other package"}`,
      how: "move what is needed to a package below both, or hand it in as an argument",
    }];
  }
  const only = rule?.only?.[target];
  if (!isTest && only && !only.files.test(file.path)) {
    return [{
      where,
      what: `${file.path} imports ${target}`,
      why: `in ${pkg.name} only ${only.words} may`,
      how: "open it there, and go through an operation for reads and writes",
    }];
  }
  return target === pkg.name || declared[`@windlass/${target}`] ? [] : [undeclared(use, `@windlass/${target}`)];
}

/** @param {Use} use @returns {Violation[]} */
function checkLibrary(use) {
  const { pkg, specifier, where, isTest, typeOnly } = use;
  if (specifier.startsWith("node:") || specifier.startsWith("virtual:")) return [];
  const name = specifier.split("/").slice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  if (builtinModules.includes(name)) return [{ where, what: `"${specifier}" lacks node:`, why: "it could be a package", how: `write "node:${specifier}"` }];
  const guard = guardedLibraries.find(({ library }) => library.test(specifier));
  if (guard && !isTest && !guard.owners.includes(pkg.name)) {
    return [{
      where,
      what: `${pkg.name} imports ${name}`,
      why: `only ${guard.owners.join(" and ")} may, so that it can be secured and replaced in one place`,
      how: `add what is needed to packages/${guard.owners[0]} and import that`,
    }];
  }
  if (pkg.name === "contracts" && !isTest && !contractsLibraries.test(specifier)) {
    return [{ where, what: `contracts imports ${name}`, why: "it is loaded everywhere, browsers included", how: "contracts uses zod only" }];
  }
  const { dependencies, optionalDependencies, devDependencies } = pkg.manifest;
  const declared = { ...dependencies, ...optionalDependencies, ...(isTest || typeOnly || packageRules[pkg.name]?.bundled ? devDependencies : {}) };
  const known = declared[name] ?? declared[`@types/${name}`] ?? (isTest && name === "vitest");
  return known ? [] : [undeclared(use, name)];
}

/** @param {Use} use @param {string} name @returns {Violation} */
function undeclared({ where, pkg, isTest }, name) {
  const field = isTest ? "devDependencies" : "dependencies";
  return { where, what: `${name} is not declared`, why: "it works only while something else brings it", how: `add it to ${field} of ${pkg.folder}/package.json` };
}
