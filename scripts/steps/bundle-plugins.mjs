import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { relative } from "node:path";

/** @param {string} folder @param {string} path */
export function addressFrom(folder, path) {
  return relative(folder, path).replaceAll("\\", "/");
}

/**
 * Modules that look for files beside themselves find them from where they were built.
 * @param {{ folder: string, bundleUrl: string }} options the bundle's folder, and what gives the bundle's own URL in its code
 * @returns {import("esbuild").Plugin}
 */
export const findAsIfUnbundled = ({ folder, bundleUrl }) => ({
  name: "find-as-if-unbundled",
  setup(build) {
    build.onLoad({ filter: /[/\\]dist[/\\].*\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      if (!text.includes("import.meta.url")) return null;
      const own = `new URL(${JSON.stringify(addressFrom(folder, path))}, ${bundleUrl}).href`;
      // Quoted, it is text: the compiler tells esbuild of it.
      return { contents: text.replace(/(?<!")import\.meta\.url(?!")/g, own), loader: "js" };
    });
  },
});

/**
 * Leaves packages outside, found from where the module that asks for them would have found them.
 * @param {{ folder: string, names: RegExp }} options the bundle's folder, and what is asked for @returns {import("esbuild").Plugin}
 */
export const leaveOutside = ({ folder, names }) => ({
  name: "leave-outside",
  setup(build) {
    build.onResolve({ filter: names }, ({ path, importer }) => {
      const found = findFrom(importer, path);
      return { path: found === null ? path : addressFrom(folder, found), external: true };
    });
  },
});

/** @param {string} importer @param {string} name @returns {string | null} */
function findFrom(importer, name) {
  try {
    return createRequire(importer).resolve(name);
  } catch {
    return null;
  }
}

/** The messages of zod in fifty languages, of which none but English is ever chosen. @type {import("esbuild").Plugin} */
export const englishOnly = {
  name: "english-only",
  setup(build) {
    build.onLoad({ filter: /[/\\]zod[/\\]v4[/\\]locales[/\\]index\.js$/ }, () => ({ contents: "export {};", loader: "js" }));
  },
};
