import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";

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

/**
 * The same of packages of the older kind, which know their folder by another name.
 * @param {{ folder: string, names: RegExp }} options the bundle's folder, and their files @returns {import("esbuild").Plugin}
 */
export const findBesidePackage = ({ folder, names }) => ({
  name: "find-beside-package",
  setup(build) {
    build.onLoad({ filter: names }, ({ path }) => {
      const own = `(__dirname + ${JSON.stringify(`/${addressFrom(folder, dirname(path))}`)})`;
      return { contents: withoutMap(readFileSync(path, "utf8").replaceAll("__dirname", own)), loader: "js" };
    });
  },
});

/** What the inputs of queries are kept in, and read from. */
const mapsForObjects = /** @type {const} */ ([
  ["o={};for(let s=0;s<i;s++){let a=this.#i(),u=this.#a()", "o=new Map;for(let s=0;s<i;s++){let a=this.#i(),u=this.#a()"],
  ["o={};for(let s=0;s<i;s++){let a=this.#i(),u=this.#o(),m=this.#o(),P={};", "o=new Map;for(let s=0;s<i;s++){let a=this.#i(),u=this.#o(),m=this.#o(),P={};"],
  ["o[a]=S", "o.set(a,S)"],
  ["o[a]=P", "o.set(a,P)"],
  ["n.edges[i];if(o)return{flags", "n.edges.get(i);if(o)return{flags"],
  ["n.edges[i];if(o)return{argsNodeId", "n.edges.get(i);if(o)return{argsNodeId"],
]);

/**
 * Prisma keeps which inputs a query may have as objects with numbers for keys. V8 makes an array of each, with room for every smaller number: 7 MB in each server. Maps
 * take what they hold. Its file is minified, so that another version needs another look.
 * @type {import("esbuild").Plugin}
 */
export const inputsInMaps = {
  name: "inputs-in-maps",
  setup(build) {
    build.onLoad({ filter: /[/\\]@prisma[/\\]client[/\\]runtime[/\\]client\.m?js$/ }, ({ path }) => {
      let text = readFileSync(path, "utf8");
      for (const [before, after] of mapsForObjects) {
        if (text.split(before).length !== 2) return { errors: [{ text: `Prisma's client has no longer, or not once, \`${before}\`: correct or remove inputsInMaps` }] };
        text = text.replace(before, after);
      }
      return { contents: withoutMap(text), loader: "js" };
    });
  },
};

/** A map of other people's code would be four fifths of what Node reads at each start to tell our own lines in stack traces. @param {string} text */
function withoutMap(text) {
  return `${text}\n//# sourceMappingURL=data:application/json;base64,${emptyMap}`;
}

const emptyMap = Buffer.from(JSON.stringify({ version: 3, sources: ["outside"], names: [], mappings: "AAAA" })).toString("base64");

/** No map of what is not ours. Stands behind those that load the same files. @type {import("esbuild").Plugin} */
export const ownMapsOnly = {
  name: "own-maps-only",
  setup(build) {
    build.onLoad({ filter: /[/\\]node_modules[/\\].*\.[cm]?js$/ }, ({ path }) => ({ contents: withoutMap(readFileSync(path, "utf8")), loader: "js" }));
  },
};

/** BullMQ can keep queues in Postgres as well, for which it has 400 kB of SQL. Ours are in Redis. @type {import("esbuild").Plugin} */
export const queuesInRedis = {
  name: "queues-in-redis",
  setup(build) {
    build.onLoad({ filter: /[/\\]bullmq[/\\]dist[/\\]\w+[/\\]postgres[/\\]index\.js$/ }, () => ({ contents: "export {};", loader: "js" }));
  },
};

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
