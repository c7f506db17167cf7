import { rmSync } from "node:fs";
import { join } from "node:path";
import { addressFrom, englishOnly, findAsIfUnbundled, findBesidePackage, inputsInMaps, leaveOutside, ownMapsOnly, queryCompilerAsFile, queuesInRedis } from "./bundle-plugins.mjs";
import { Failure } from "./failure.mjs";
import { root, serverBundle, workspaceFolders } from "./layout.mjs";
import { filesBelow, hashFiles, isStamped, stamp } from "./stamp.mjs";

const servers = /** @type {const} */ ([
  { app: "api", entry: "server" },
  { app: "worker", entry: "main" },
]);

/** A program for each system. */
const withFilesOfTheirOwn = /^esbuild$/;

/** Pages and pictures. */
const withPages = /[/\\]@fastify[/\\]swagger-ui[/\\](index|lib[/\\][\w-]+)\.js$/;

/**
 * Makes few files of each server and the thousand and more modules that it imports, of which finding, reading and parsing is most of
 * what a start takes. Needs the built packages.
 * @returns {Promise<string>} what was done, in words
 */
export async function buildServers() {
  const sources = workspaceFolders().filter((folder) => folder !== join(root, "apps/web")).flatMap((folder) => filesBelow(join(folder, "src")));
  const hash = hashFiles([...sources, import.meta.filename, join(import.meta.dirname, "bundle-plugins.mjs"), join(root, "pnpm-lock.yaml")]) + process.version;
  const built = await Promise.all(servers.map((server) => buildServer(server, hash)));
  return built.filter((name) => name !== null).join(", ") || "up to date";
}

/** @param {(typeof servers)[number]} server @param {string} hash @returns {Promise<string | null>} null when it was up to date */
async function buildServer({ app, entry }, hash) {
  const outdir = serverBundle(app);
  const stampFile = join(outdir, ".stamp");
  if (isStamped(stampFile, hash)) return null;
  rmSync(outdir, { recursive: true, force: true });
  const { build } = await import("esbuild");
  try {
    await build({
      entryPoints: [join(root, "apps", app, "dist", `${entry}.js`)],
      outdir,
      bundle: true,
      // What is imported when it is needed stays in files of its own.
      splitting: true,
      mainFields: ["module", "main"],
      // Names stay, in stack traces and in what code says of itself. Shortened and kept beside (`keepNames`), each function that is made is given its name
      // again by a call, which costs more than what most small ones do; and `minifySyntax` takes those of function expressions, such as Fastify's plugins.
      minifyWhitespace: true,
      sourcemap: "linked",
      sourcesContent: false,
      format: "esm",
      platform: "node",
      target: "node20.19",
      banner: { js: asCommonJs },
      logLevel: "silent",
      plugins: [
        findAsIfUnbundled({ folder: outdir, bundleUrl: "import.meta.url" }),
        leaveOutside({ folder: outdir, names: withFilesOfTheirOwn }),
        findBesidePackage({ folder: outdir, names: withPages }),
        queuesInRedis,
        inputsInMaps,
        englishOnly,
        queryCompilerAsFile({ folder: outdir }),
        ownMapsOnly,
      ],
    });
  } catch (error) {
    throw new Failure(`${addressFrom(root, outdir)} could not be built: ${error instanceof Error ? error.message : String(error)}`, "Correct the place named above.");
  }
  stamp(stampFile, hash);
  return app;
}

/** What modules of the older kind take for given. */
const asCommonJs = `import { createRequire as __createRequire } from "node:module";
const require = __createRequire(import.meta.url), __filename = require("node:url").fileURLToPath(import.meta.url), __dirname = require("node:path").dirname(__filename);`;
