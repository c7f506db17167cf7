import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { commandLineBundle, commandLineProgram, root, workspaceFolders } from "./layout.mjs";
import { filesBelow, hashFiles, isStamped, stamp } from "./stamp.mjs";

/** Loaded as they are when a command asks for them: programs of their own, or too large to carry along. */
const leftOutside = /^(esbuild|bufferutil|utf-8-validate|@windlass\/aws\/.*)$/;

/**
 * Makes one file of the command line and all that it imports, and V8's code cache of it: a command that starts often
 * spends most of its time on finding, reading and parsing some hundred modules otherwise. Needs the built packages.
 * @returns {Promise<string>} what was done, in words
 */
export async function buildCli() {
  const sources = workspaceFolders().filter((folder) => folder !== join(root, "apps/web")).flatMap((folder) => filesBelow(join(folder, "src")));
  const hash = hashFiles([...sources, import.meta.filename, commandLineProgram, join(root, "pnpm-lock.yaml")]) + process.version;
  const stampFile = `${commandLineBundle}.stamp`;
  if (isStamped(stampFile, hash)) return "up to date";
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    entryPoints: [join(root, "apps/cli/dist/main.js")],
    outfile: commandLineBundle,
    bundle: true,
    minify: true,
    // Names in stack traces, for whoever reports a defect.
    keepNames: true,
    format: "cjs",
    platform: "node",
    target: "node20.19",
    logLevel: "silent",
    plugins: [asIfUnbundled],
    write: false,
  });
  mkdirSync(dirname(commandLineBundle), { recursive: true });
  writeFileSync(commandLineBundle, importThroughLauncher(outputFiles[0]?.text ?? ""));
  writeCodeCache();
  stamp(stampFile, hash);
  return "one file";
}

/** Code that comes out of V8's cache cannot import: its launcher (bin/windlass) does it in its place. @param {string} code */
function importThroughLauncher(code) {
  return code.replace(/\bimport\(("(?:node:|\.\.?\/)[^"]+")\)/g, "importFromBundle($1)");
}

/** Compiles a service once, so that the functions which every compilation runs are in the cache. */
function writeCodeCache() {
  const folder = mkdtempSync(join(tmpdir(), "windlass-code-cache-"));
  try {
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src/api.js"), "exports.handler = async () => ({});\n");
    writeFileSync(join(folder, "serverless.yml"), warmUpService);
    const args = ["compile", "--cwd", folder, "--stage", "dev", "--region", "us-east-1", "--out", join(folder, "template.json")];
    execFileSync(process.execPath, [commandLineProgram, ...args], { env: { ...process.env, WINDLASS_WRITE_CODE_CACHE: "1" }, stdio: "pipe" });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const warmUpService = `service: warm-up
provider: { name: aws, runtime: nodejs22.x, environment: { STAGE: "\${sls:stage}" } }
custom: { rate: rate(1 hour) }
functions:
  api:
    handler: src/api.handler
    events:
      - http: { path: "/items/{id}", method: get, cors: true }
      - httpApi: GET /items
      - schedule: \${self:custom.rate}
      - sqs: { arn: !GetAtt Queue.Arn }
resources:
  Resources: { Queue: { Type: AWS::SQS::Queue } }
`;

/** Modules that look for files beside themselves, and libraries left outside, are found from where they were built. */
const asIfUnbundled = {
  name: "as-if-unbundled",
  /** @param {import("esbuild").PluginBuild} build */
  setup(build) {
    build.onLoad({ filter: /[/\\]dist[/\\].*\.js$/ }, ({ path }) => {
      const text = readFileSync(path, "utf8");
      const own = `new URL(${JSON.stringify(fromBundle(path))}, require("node:url").pathToFileURL(__filename)).href`;
      // Quoted, it is text: the compiler tells esbuild of it.
      return { contents: text.replace(/(?<!")import\.meta\.url(?!")/g, own), loader: "js" };
    });
    build.onResolve({ filter: leftOutside }, ({ path, importer }) => {
      const found = findFrom(importer, path);
      return { path: found === null ? path : fromBundle(found), external: true };
    });
  },
};

/** @param {string} importer @param {string} name @returns {string | null} */
function findFrom(importer, name) {
  try {
    return createRequire(importer).resolve(name);
  } catch {
    return null;
  }
}

/** @param {string} path */
function fromBundle(path) {
  return relative(dirname(commandLineBundle), path).replaceAll("\\", "/");
}
