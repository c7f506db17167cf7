import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, relative } from "node:path";

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

/**
 * Prisma's compiler of queries is 4.6 MB of base64 in a module, which Node would keep twice for as long as the server runs. It becomes a file beside the bundle
 * that is read when the compiler is made.
 * @param {{ folder: string }} options the bundle's folder @returns {import("esbuild").Plugin}
 */
export const queryCompilerAsFile = ({ folder }) => ({
  name: "query-compiler-as-file",
  setup(build) {
    build.onLoad({ filter: /[/\\]query_compiler_\w+_bg\.postgresql\.wasm-base64\.mjs$/ }, ({ path }) => {
      const base64 = /"([A-Za-z0-9+/=]+)"/.exec(readFileSync(path, "utf8"))?.[1];
      if (base64 === undefined) return null;
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "query-compiler.wasm"), Buffer.from(base64, "base64"));
      // Prisma hands it to `Buffer.from`, which asks an object for its value.
      const contents = 'import { readFileSync } from "node:fs";\nexport const wasm = { valueOf: () => readFileSync(new URL("query-compiler.wasm", import.meta.url)) };';
      return { contents, loader: "js" };
    });
  },
});
