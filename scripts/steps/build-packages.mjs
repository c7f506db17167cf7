import { copyFileSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { Failure } from "./failure.mjs";
import { root, workspaceFolders } from "./layout.mjs";
import { hashFiles, isStamped, stamp } from "./stamp.mjs";

/**
 * Turns src/*.ts of every package and app but the web app into dist/*.js, file by file: no bundling, the layout stays.
 * Types are checked elsewhere.
 * @returns {Promise<string>} what was done, in words
 */
export async function buildPackages() {
  const folders = workspaceFolders().filter((folder) => folder !== join(root, "apps/web"));
  const built = (await Promise.all(folders.map(buildPackage))).filter(Boolean);
  return built.length === 0 ? "up to date" : `${built.length} packages`;
}

/** @param {string} folder @returns {Promise<boolean>} false when it was up to date */
async function buildPackage(folder) {
  const source = join(folder, "src");
  const files = sourceFiles(source);
  const hash = hashFiles([...files, join(folder, "package.json"), join(root, "scripts/steps/build-packages.mjs")]);
  const output = join(folder, "dist");
  const stampFile = join(output, ".stamp");
  if (isStamped(stampFile, hash)) return false;
  rmSync(output, { recursive: true, force: true });
  const modules = files.filter((file) => /\.tsx?$/.test(file));
  await transpile(modules, { source, output });
  for (const file of files.filter((other) => !modules.includes(other))) {
    const target = join(output, relative(source, file));
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(file, target);
  }
  stamp(stampFile, hash);
  return true;
}

/** @param {string[]} entryPoints @param {{ source: string, output: string }} folders */
async function transpile(entryPoints, { source, output }) {
  const { build } = await import("esbuild");
  try {
    await build({ entryPoints, outbase: source, outdir: output, format: "esm", platform: "node", target: "node20.19", sourcemap: "linked", logLevel: "silent" });
  } catch (error) {
    throw new Failure(`${relative(root, source)} could not be built: ${error instanceof Error ? error.message : String(error)}`, "Correct the place named above.");
  }
}

/** What goes into dist: tests and declarations do not. @param {string} folder @returns {string[]} */
function sourceFiles(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && !/(\.test\.tsx?|\.d\.ts|^test-[a-z-]+\.ts)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((file) => !/(^|[/\\])(samples|fixtures|testing|faults)[/\\]/.test(relative(folder, file)));
}
