import { existsSync, readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/** The sandbox's Python environment. Start and tests share it; installing it takes longer than most tests. */
export const sandboxEnvironment = join(root, "node_modules/.cache/windlass-sandbox");

/** The folders of all packages and apps. */
export function workspaceFolders() {
  return ["packages", "apps"].flatMap((kind) =>
    readdirSync(join(root, kind))
      .map((name) => join(root, kind, name))
      .filter((folder) => existsSync(join(folder, "package.json"))),
  );
}

/** What people call, and the folder of the two files of which it runs one: `compile.cjs` with the compiler, `windlass.cjs` without. */
export const commandLineProgram = join(root, "bin/windlass");
export const commandLineBundles = join(root, "apps/cli/dist/bundle");

/** The programs that make the server, each a file in a folder with what it loads when it needs it. @param {"api" | "worker"} app */
export const serverBundle = (app) => join(root, "apps", app, "dist/bundle");
