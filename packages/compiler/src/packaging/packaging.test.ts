import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm, stat, utimes } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ArtifactShelf } from "../artifact-shelf.js";
import { compile } from "../compile.js";
import type { CompileInput, CompileResult } from "../compile-input.js";
import { folderShelf } from "../folder-shelf.js";
import { memoryShelf } from "../memory-shelf.js";
import { nodeFiles } from "../node-files.js";
import { unpack, zipsOf } from "../testing/unpack-zip.js";
import { writeTree, type TreeNode } from "../testing/write-tree.js";

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "windlass-packaging-"));
});
afterAll(() => rm(base, { recursive: true, force: true }));

let counter = 0;
async function writeService(config: string, tree: Record<string, TreeNode>): Promise<string> {
  const root = join(base, String((counter += 1)));
  await writeTree(root, { "serverless.yml": `service: packed\nprovider: { name: aws, runtime: nodejs20.x }\n${config}`, "index.js": "exports.handler = async () => 1;\n", ...tree });
  return root;
}
const compileAt = (root: string, input: Partial<CompileInput> = {}): Promise<CompileResult> => compile({ files: nodeFiles(root), stage: "dev", region: "us-east-1", ...input });
const hashes = (result: CompileResult): string[] => (result.ok ? result.artifacts.map(({ hash }) => hash) : result.diagnostics.map(({ message }) => message));
const functionA = "functions:\n  a: { handler: index.handler }\n";

describe("zips", () => {
  it("depend on names, contents and executable bits, and on nothing else of the files", async () => {
    const tree = { "lib/a.js": "a", "lib/b.js": "b", "run": { program: "x" } };
    const one = await writeService(functionA, tree);
    const two = await writeService(functionA, Object.fromEntries(Object.entries(tree).reverse()));
    await chmod(join(two, "lib/a.js"), 0o600);
    await chmod(join(two, "run"), 0o711);
    await utimes(join(two, "lib/b.js"), 1_000_000_000, 1_000_000_000);
    const before = hashes(await compileAt(one));
    expect(hashes(await compileAt(two))).toEqual(before);
    await chmod(join(two, "lib/a.js"), 0o700);
    expect(hashes(await compileAt(two))).not.toEqual(before);
  });

  it("are made once for functions that select the same files", async () => {
    const root = await writeService("package: { individually: true }\nfunctions:\n  a: { handler: index.handler }\n  b: { handler: index.handler }\n  c: { handler: index.handler, package: { patterns: ['!other.js'] } }\n", { "other.js": "x" });
    const [a, b, c] = hashes(await compileAt(root, { artifactStore: { bucket: "b" } }));
    expect([a === b, a === c, b]).toEqual([false, false, c === undefined ? b : c]);
  });

  it("leave out `.git` and `.serverless` even where everything is asked for, unless they are named", async () => {
    const tree = { ".git/HEAD": "x", ".serverless/state.json": "x", "sub/.git/HEAD": "x" };
    const names = async (patterns: string): Promise<string[]> => ((await zipsOf(await compileAt(await writeService(`package: { patterns: [${patterns}] }\n${functionA}`, tree))))["packed"] ?? []).map(({ name }) => name);
    expect(await names("'**'")).toEqual(["index.js", "serverless.yml", "sub/.git/HEAD"]);
    expect(await names(".git/HEAD")).toEqual([".git/HEAD", "index.js", "sub/.git/HEAD"]);
  });
});

describe("packages that pnpm linked", () => {
  const store = "node_modules/.pnpm";
  const code = (name: string, uses: string[] = []): string => `exports.name = [${[JSON.stringify(name), ...uses.map((use) => `require("${use}").name`)].join(", ")}].join(" ");\n`;
  const inStore = (name: string, version: string, uses: Record<string, string> = {}): Record<string, TreeNode> => {
    const modules = `${store}/${name.replace("/", "+")}@${version}/node_modules`;
    return {
      [`${modules}/${name}/package.json`]: { name, version, dependencies: uses },
      [`${modules}/${name}/index.js`]: code(`${name}${version}`, Object.keys(uses)),
      ...Object.fromEntries(Object.entries(uses).map(([use, of]) => [`${modules}/${use}`, { link: `${use.includes("/") ? "../../.." : "../.."}/${use.replace("/", "+")}@${of}/node_modules/${use}` }])),
    };
  };
  const tree = {
    "index.js": 'exports.handler = async () => [require("app").name, require("ms").name, require("@s/b").name];\n',
    "package.json": { dependencies: { app: "1", "@s/b": "1", ms: "3" }, devDependencies: { tool: "1" } },
    ...inStore("app", "1", { ms: "2", deep: "1" }), ...inStore("ms", "2"), ...inStore("ms", "3"), ...inStore("deep", "1", { ms: "3", "@s/b": "1" }), ...inStore("@s/b", "1", { ms: "2" }), ...inStore("tool", "1", { only: "1" }), ...inStore("only", "1"),
    [`${store}/app@1/node_modules/.prisma/client.js`]: "x", [`${store}/lock.yaml`]: "x",
    "node_modules/app": { link: ".pnpm/app@1/node_modules/app" }, "node_modules/ms": { link: ".pnpm/ms@3/node_modules/ms" },
    "node_modules/@s/b": { link: "../.pnpm/@s+b@1/node_modules/@s/b" }, "node_modules/tool": { link: ".pnpm/tool@1/node_modules/tool" },
  };

  it("go into the zip without links, each with what it needs, and run there", async () => {
    const root = await writeService(functionA, tree);
    const entries = (await zipsOf(await compileAt(root)))["packed"] ?? [];
    expect(entries.map(({ name }) => name).filter((name) => !name.endsWith("package.json"))).toEqual([
      "index.js",
      "node_modules/.prisma/client.js",
      "node_modules/@s/b/index.js",
      "node_modules/@s/b/node_modules/ms/index.js",
      "node_modules/app/index.js",
      "node_modules/app/node_modules/ms/index.js",
      "node_modules/deep/index.js",
      "node_modules/ms/index.js",
    ]);
    const unpacked = join(base, "unpacked");
    await unpack(entries, unpacked);
    const { stdout } = await promisify(execFile)(process.execPath, ["-e", 'require("./index.js").handler().then((names) => console.log(JSON.stringify(names)))'], { cwd: unpacked });
    expect(JSON.parse(stdout)).toEqual(["app1 ms2 deep1 ms3 @s/b1 ms2", "ms3", "@s/b1 ms2"]);
  });

  it("follow patterns by where they are in the zip, and bring what development needs when that is wanted", async () => {
    const names = async (config: string): Promise<string[]> => ((await zipsOf(await compileAt(await writeService(`${config}\n${functionA}`, tree))))["packed"] ?? []).map(({ name }) => name).filter((name) => /node_modules.*index\.js$/.test(name));
    expect(await names("package: { patterns: ['!node_modules/deep/**', '!node_modules/app/node_modules/**'] }")).toEqual(["node_modules/@s/b/index.js", "node_modules/@s/b/node_modules/ms/index.js", "node_modules/app/index.js", "node_modules/ms/index.js"]);
    expect(await names("package: { excludeDevDependencies: false, patterns: ['!node_modules/@s/**', '!node_modules/{app,ms,deep}/**'] }")).toEqual(["node_modules/only/index.js", "node_modules/tool/index.js"]);
  });
});

describe("refusals and warnings of packaging", () => {
  const problemsOf = async (config: string, tree: Record<string, TreeNode> = {}): Promise<unknown[]> => {
    const result = await compileAt(await writeService(config, tree));
    return (result.ok ? result.warnings : result.diagnostics).map(({ code, message, place }) => [code, message, place?.property]);
  };

  it.each([
    ["s3://bucket/key.zip"], ["https://bucket.s3.eu-west-1.amazonaws.com/key.zip"], ["https://s3.amazonaws.com/bucket/key.zip"], ["bucket.s3.amazonaws.com/key.zip"],
  ])("name an artifact in S3: %s", async (artifact) => {
    expect(await problemsOf(`functions:\n  a: { handler: index.handler, package: { artifact: "${artifact}" } }\n`)).toEqual([["feature_unsupported", `The artifact ${artifact} lies in S3, where the compiler does not reach`, "functions.a.package.artifact"]]);
  });

  it("name every artifact, layer and pattern that is wrong, at once", async () => {
    const config = `package: { individually: true }
functions:
  a: { handler: index.handler, package: { artifact: gone.zip } }
  b: { handler: index.handler, package: { patterns: ["!**"] } }
  c: { handler: index.handler, package: { patterns: ["../../x/**"] } }
  d: { handler: index.handler, package: { artifact: ../../../etc/hostname } }
layers:
  one: { path: gone }
  two: { path: ../.. }
`;
    expect(await problemsOf(config)).toEqual([
      ["artifact_missing", "There is no artifact gone.zip", "functions.a.package.artifact"],
      ["package_empty", "No file is left for b.zip", "functions.b.package"],
      ["file_outside", "The pattern ../../x/** leads out of the repository", "functions.c.package.patterns[0]"],
      ["file_outside", '"../../../etc/hostname" is outside the repository', "functions.d.package.artifact"],
      ["layer_missing", 'Layer "one": there is no directory gone', "layers.one.path"],
      ["file_outside", 'Layer "two": "../.." is outside the repository', "layers.two.path"],
    ]);
  });

  it("warn of secrets in a zip, not of examples, certificates and packages", async () => {
    const key = "-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----\n";
    const tree = {
      ".env": "A=1", ".env.example": "A=", "config/.npmrc": "//registry/:_authToken=x", ".aws/credentials": "x", "tls/server.pem": key, "tls/server.key": key,
      "tls/ca.pem": "-----BEGIN CERTIFICATE-----\n", "node_modules/x/test/key.pem": key, "node_modules/x/.npmrc": "x",
    };
    expect(await problemsOf(functionA, tree)).toEqual([["value_risky", "packed.zip contains .aws/credentials, .env, config/.npmrc and 2 more, which everybody who may read the function's code can read", "package"]]);
    expect(await problemsOf(`useDotenv: true\npackage: { patterns: ['!.aws/**', '!config/**', '!tls/server.*'] }\n${functionA}`, tree)).toEqual([]);
  });

  it("name Python requirements that a plugin would have installed, unless they are there", async () => {
    const config = "plugins: [serverless-python-requirements]\nfunctions:\n  a: { handler: app.handler, runtime: python3.12 }\n";
    const codes = async (tree: Record<string, TreeNode>): Promise<unknown[]> => (await problemsOf(config, { "app.py": "", ...tree })).map((problem) => (Array.isArray(problem) ? problem[0] : problem));
    expect(await codes({ "requirements.txt": "requests\n" })).toEqual(["plugin_ignored", "requirements_missing"]);
    expect(await codes({ "pyproject.toml": "", "uv.lock": "" })).toEqual(["plugin_ignored", "requirements_missing"]);
    expect(await codes({ "requirements.txt": "requests\n", "requests-2.0.dist-info/METADATA": "" })).toEqual(["plugin_ignored"]);
    expect(await codes({})).toEqual(["plugin_ignored"]);
  });

  it.each([["{a,b}".repeat(12)], ["{1..100000}"], ["**/".repeat(8)], ["a*a*a*a*a*a*b"], ["+(+(a))b"], ["x".repeat(2000)]])("refuse patterns that take too long: %s", async (pattern) => {
    expect(await problemsOf(`package: { patterns: ["${pattern}"] }\n${functionA}`)).toMatchObject([["pattern_too_complex", expect.any(String), "package.patterns[0]"]]);
  });

  it("end where links lead around in more ways than can be followed", async () => {
    const members = Array.from({ length: 12 }, (_, index) => `packages/p${index}`);
    const links = members.flatMap((from) => members.filter((to) => to !== from).map((to) => [`${from}/node_modules/${to.slice(9)}`, { link: `../../../${to}` }] as const));
    const [problem] = await problemsOf(functionA, Object.fromEntries(links));
    expect(problem).toMatchObject(["package_too_large", expect.stringContaining("do links lead around in it?"), "package"]);
  }, 20_000);
});

describe("a shelf", () => {
  /** Counts how often a zip is made: each large one needs a file. */
  function counted(shelf: ArtifactShelf): ArtifactShelf & { made: () => number } {
    let made = 0;
    return { ...shelf, made: () => made, keep: (fingerprint, zip) => ((made += 1), shelf.keep(fingerprint, zip)) };
  }
  const noise = randomBytes(1_500_000).toString("base64");

  it("in memory spares an unchanged service its zip", async () => {
    const root = await writeService(functionA, { "other.js": "x" });
    const shelf = counted(memoryShelf());
    const first = hashes(await compileAt(root, { shelf }));
    expect(hashes(await compileAt(root, { shelf }))).toEqual(first);
    expect(shelf.made()).toBe(1);
    await writeTree(root, { "other.js": "y" });
    expect(hashes(await compileAt(root, { shelf }))).not.toEqual(first);
    expect(shelf.made()).toBe(2);
    expect(hashes(await compileAt(root))).toEqual(hashes(await compileAt(root, { shelf })));
  });

  it("in a folder holds large zips, finds them for another copy of the same files, and not when they were changed", async () => {
    const folder = join(base, "shelf");
    const contentOf = async (root: string, shelf: ArtifactShelf): Promise<{ path: string; hash: string }> => {
      const result = await compileAt(root, { shelf });
      const artifact = result.ok ? result.artifacts[0] : undefined;
      if (artifact?.content.in !== "file") throw new Error("not in a file");
      return { path: artifact.content.path, hash: artifact.hash };
    };
    const tree = { "noise.txt": noise };
    const first = counted(await folderShelf(folder));
    const made = await contentOf(await writeService(functionA, tree), first);
    expect([first.made(), (await stat(made.path)).size > 1024 * 1024, made.path.endsWith(`${made.hash}.zip`)]).toEqual([1, true, true]);
    const second = counted(await folderShelf(folder));
    const copy = await writeService(functionA, tree);
    expect([await contentOf(copy, second), second.made()]).toEqual([made, 0]);
    await writeTree("/", { [made.path]: "x".repeat((await stat(made.path)).size) });
    const third = counted(await folderShelf(folder));
    expect([await contentOf(copy, third), third.made()]).toEqual([made, 1]);
    await utimes(made.path, 1_000_000_000, 1_000_000_000);
    await folderShelf(folder);
    await expect(stat(made.path)).rejects.toThrow("ENOENT");
  });

  it("is not needed: a large zip's hash is known without it", async () => {
    const root = await writeService(functionA, { "noise.txt": noise });
    const result = await compileAt(root);
    expect(result.ok && result.artifacts[0]?.content.in).toBe("nowhere");
    expect(hashes(result)).toEqual(hashes(await compileAt(root, { shelf: await folderShelf(join(base, "other-shelf")) })));
  });
});
