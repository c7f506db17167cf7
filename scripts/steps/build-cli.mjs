import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { addressFrom, englishOnly, findAsIfUnbundled, leaveOutside } from "./bundle-plugins.mjs";
import { Failure } from "./failure.mjs";
import { commandLineBundles, commandLineProgram, root, workspaceFolders } from "./layout.mjs";
import { run } from "./run.mjs";
import { filesBelow, hashFiles, isStamped, stamp } from "./stamp.mjs";

/** What packages ask for at their start and few commands use. */
const loadedWhenUsed = { builtins: /^(?:node:)?(child_process|https|tls|zlib)$/, by: /[/\\]node_modules[/\\](commander|ws)[/\\]/ };

/** Loaded as they are when a command asks for them: programs of their own, or too large to carry along. */
const leftOutside = /^(esbuild|@windlass\/aws\/.*)$/;

/** The compiler is four fifths of the code, and one command needs it. */
const bundles = [
  { name: "windlass", leaveOut: /[/\\]commands[/\\]compile\.js$/ },
  { name: "compile", leaveOut: null },
];

/**
 * Makes one file of the command line and all that it imports, once with the compiler and once without, and V8's code
 * cache of each: a command that starts often spends most of its time on finding, reading and parsing some hundred
 * modules otherwise. Needs the built packages.
 * @returns {Promise<string>} what was done, in words
 */
export async function buildCli() {
  const sources = workspaceFolders().filter((folder) => folder !== join(root, "apps/web")).flatMap((folder) => filesBelow(join(folder, "src")));
  const hash = hashFiles([...sources, import.meta.filename, commandLineProgram, join(root, "pnpm-lock.yaml")]) + process.version;
  const stampFile = join(commandLineBundles, ".stamp");
  if (isStamped(stampFile, hash)) return "up to date";
  rmSync(commandLineBundles, { recursive: true, force: true });
  mkdirSync(commandLineBundles, { recursive: true });
  await Promise.all(bundles.map(writeBundle));
  await writeCodeCaches();
  stamp(stampFile, hash);
  return bundles.map(({ name }) => name).join(", ");
}

/** @param {{ name: string, leaveOut: RegExp | null }} bundle */
async function writeBundle({ name, leaveOut }) {
  const { build } = await import("esbuild");
  const outfile = join(commandLineBundles, `${name}.cjs`);
  const { outputFiles } = await build({
    entryPoints: [join(root, "apps/cli/dist/main.js")],
    outfile,
    bundle: true,
    // Names stay in stack traces, for whoever reports a defect.
    minifySyntax: true,
    minifyWhitespace: true,
    format: "cjs",
    platform: "node",
    target: "node20.19",
    logLevel: "silent",
    // Looked for in every folder above, and not there.
    define: { "process.env.WS_NO_BUFFER_UTIL": '"1"', "process.env.WS_NO_UTF_8_VALIDATE": '"1"' },
    plugins: [
      findAsIfUnbundled({ folder: commandLineBundles, bundleUrl: 'require("node:url").pathToFileURL(__filename)' }),
      leaveOutside({ folder: commandLineBundles, names: leftOutside }),
      ...(leaveOut === null ? [] : [leaveOwnOutside(leaveOut)]),
      englishOnly,
      builtinsWhenUsed,
    ],
    write: false,
  });
  writeFileSync(outfile, importThroughLauncher(outputFiles[0]?.text ?? ""));
}

/** Code that comes out of V8's cache cannot import: its launcher (bin/windlass) does it in its place. @param {string} code */
function importThroughLauncher(code) {
  return code.replace(/\bimport\(("(?:node:|\.\.?\/)[^"]+")\)/g, "importFromBundle($1)");
}

/** Runs each bundle once, so that the functions which every command runs are in its cache. */
async function writeCodeCaches() {
  const folder = mkdtempSync(join(tmpdir(), "windlass-code-cache-"));
  const server = createServer((request, response) => request.resume().on("end", () => response.writeHead(202).end("{}"))).listen(0, "127.0.0.1");
  try {
    mkdirSync(join(folder, "src"));
    writeFileSync(join(folder, "src/api.js"), "exports.handler = async () => ({});\n");
    writeFileSync(join(folder, "serverless.yml"), warmUpService);
    await once(server, "listening");
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const env = { ...process.env, WINDLASS_WRITE_CODE_CACHE: "1", WINDLASS_SERVER: `http://127.0.0.1:${port}`, WINDLASS_TOKEN: "none", XDG_CONFIG_HOME: folder };
    const runs = [
      { args: ["compile", "--cwd", folder, "--stage", "dev", "--region", "us-east-1", "--out", join(folder, "template.json")], exitCode: 0 },
      // It is answered with no deployment, which ends it: it has asked by then, read the answer's schema and begun to open its socket.
      { args: ["deploy", "warm-up", "dev", "--wait", "--json"], exitCode: 1 },
    ];
    for (const { args, exitCode } of runs) {
      const { code, output } = await run(process.execPath, [commandLineProgram, ...args], { cwd: root, env });
      if (code !== exitCode) throw new Failure(`The command line does not run: ${output}`, "Correct the place named above.");
    }
  } finally {
    server.close();
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

/** @param {RegExp} files of our own that stay as they are @returns {import("esbuild").Plugin} */
const leaveOwnOutside = (files) => ({
  name: "leave-own-outside",
  setup(build) {
    build.onResolve({ filter: /^\./ }, ({ path, resolveDir }) => {
      const file = join(resolveDir, path);
      return files.test(file) ? { path: addressFrom(commandLineBundles, file), external: true } : null;
    });
  },
});

/** Modules of Node that are loaded when something of them is used, not when they are asked for. @type {import("esbuild").Plugin} */
const builtinsWhenUsed = {
  name: "builtins-when-used",
  setup(build) {
    const namespace = "when-used";
    build.onResolve({ filter: loadedWhenUsed.builtins }, ({ path, importer }) => (loadedWhenUsed.by.test(importer) ? { path, namespace } : null));
    build.onLoad({ filter: /./, namespace }, ({ path }) => ({ contents: `module.exports = new Proxy({}, { get: (_, name) => require(${JSON.stringify(path)})[name] });`, loader: "js" }));
  },
};
