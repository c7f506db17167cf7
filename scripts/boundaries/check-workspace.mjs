import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkCycles } from "./check-cycles.mjs";
import { checkFiles } from "./check-files.mjs";
import { checkImports, checkManifest } from "./check-imports.mjs";
import { readSources } from "./read-sources.mjs";
import { packageRules } from "./rules.mjs";

/** Every violation of the import table, of the names and of "no cycles" below `root`. @param {string} root */
export function checkWorkspace(root) {
  const packages = Object.entries(packageRules).flatMap(([name, { folder }]) => {
    const manifestFile = join(root, folder, "package.json");
    if (!existsSync(manifestFile)) return [];
    return [{ name, folder, manifest: JSON.parse(readFileSync(manifestFile, "utf8")), files: readSources(join(root, folder)) }];
  });
  const violations = packages.flatMap((pkg) => [...checkManifest(pkg), ...checkImports(pkg), ...checkFiles(pkg)]);
  return { violations: [...violations, ...checkCycles(packages)], files: packages.reduce((sum, pkg) => sum + pkg.files.length, 0) };
}
