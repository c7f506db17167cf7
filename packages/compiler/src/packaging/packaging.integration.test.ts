import { createRequire } from "node:module";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../compile.js";
import { nodeFiles } from "../node-files.js";
import { readZip } from "../testing/read-zip.js";
import { openReference, referenceTimeLimitMs, type Reference } from "../testing/reference.js";
import { sampleRegion, sampleStage } from "../testing/samples.js";
import { writeTree, type TreeNode } from "../testing/write-tree.js";
import { createFileLister } from "./list-files.js";
import { createFileSelector } from "./select-files.js";

let reference: Reference;
let base: string;
beforeAll(async () => {
  reference = await openReference();
  base = await mkdtemp(join(tmpdir(), "windlass-packaging-"));
});
afterAll(async () => {
  reference.close();
  await rm(base, { recursive: true, force: true });
});

/** Names of a zip's files, with `*` after those that can be executed. */
async function contentOf(bytes: Uint8Array): Promise<string[]> {
  return (await readZip(bytes)).map(({ name, mode }) => `${name}${mode & 0o100 ? "*" : ""}`);
}

type Zips = Record<string, string[]>;

async function packageBoth(name: string, tree: Record<string, TreeNode>): Promise<{ ours: Zips; theirs: Zips }> {
  const root = join(base, name);
  const service = join(root, "service");
  await writeTree(root, tree);
  const result = await compile({ files: nodeFiles({ root, directory: "service" }), stage: sampleStage, region: sampleRegion });
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const ours: Zips = {};
  for (const { name: zip, content } of result.artifacts) if (content.in === "memory") ours[`${zip}.zip`] = await contentOf(content.bytes);
  await reference.packageIn(service);
  const theirs: Zips = {};
  const made = await readdir(join(service, ".serverless"));
  for (const file of made.filter((entry) => entry.endsWith(".zip"))) theirs[file] = await contentOf(await readFile(join(service, ".serverless", file)));
  return { ours, theirs };
}

const config = (lines: string): string => `service: sample-zips\nprovider:\n  name: aws\n${lines}`;
const handler = "exports.handler = async () => 'ok';\n";

describe("zips of the reference and ours have the same files and executable bits", () => {
  it("by patterns of service, functions and layers", async () => {
    const { ours, theirs } = await packageBoth("patterns", {
      "service/serverless.yml": config(`
useDotenv: true
package:
  individually: true
  patterns: ["!vendor", "!**/*.md", "vendor/keep/**", "!docs/{a,b}/**", "../common/**", "!../common/test/**", "docs/a/x.md", "./extra.txt"]
functions:
  all: { handler: src/index.handler }
  none: { handler: src/index.handler, package: { patterns: ["!**", "src/**", "!src/[ab].js", "src/a.js", "../outside.txt"] } }
  late: { handler: src/index.handler, package: { patterns: ["!src", "src/index.js", "!../common", "../common/c.js"] } }
  odd: { handler: src/index.handler, package: { patterns: ["!./src/**", "./src/index.js", "!docs/", "!*.txt", "bin/*", "!**/.hidden/**", "serverless.yml", ".env"] } }
layers:
  shared: { path: layer, package: { patterns: ["!nodejs/b.js", "!../common/**"] } }
  here: { path: ./layer/nodejs }
`),
      "service/src/index.js": handler, "service/src/a.js": "a", "service/src/b.js": "b", "service/src/c.js": "c",
      "service/src/.hidden/x": "x", "service/src/README.md": "x",
      "service/vendor/drop.js": "x", "service/vendor/keep/kept.js": "x", "service/vendor/keep/vendor/deep.js": "x",
      "service/docs/a/x.md": "x", "service/docs/a/y.txt": "y", "service/docs/b/z.txt": "z", "service/docs/c/w.txt": "w",
      "service/extra.txt": "x", "service/.env": "A=1", "service/.env.dev": "A=2", "service/.gitignore": "x", "service/lib/.gitignore": "x",
      "service/.git/HEAD": "x", "service/vendor2/.git/HEAD": "x", "service/npm-debug.log": "x", "service/yarn-error.log": "x",
      "service/bin/run": { program: "#!/bin/sh\n" }, "service/bin/to-run": { link: "run" }, "service/linked": { link: "docs/c" }, "service/broken": { link: "nowhere" },
      "service/layer/nodejs/a.js": "a", "service/layer/nodejs/b.js": "b", "service/layer/.hidden": "x",
      "common/c.js": "c", "common/test/t.js": "t", "common/src/index.js": "other", "outside.txt": "o",
      "service/[id]/page.js": "x", "service/(group)/page.js": "x",
    });
    expect(ours).toEqual(theirs);
  }, referenceTimeLimitMs + 10_000);

  it("without development dependencies of npm's trees", async () => {
    const { ours, theirs } = await packageBoth("npm", {
      "service/serverless.yml": config("functions:\n  all: { handler: index.handler }\npackage: { patterns: ['node_modules/only-dev/kept.js', '!node_modules/app/docs/**'] }\n"),
      "service/index.js": handler,
      "service/package.json": { name: "zips", version: "1.0.0", dependencies: { app: "1" }, devDependencies: { "only-dev": "1", "@scope/tool": "1", typescript: "1" }, workspaces: ["packages/*"] },
      "service/node_modules/app/package.json": { name: "app", version: "1.0.0", dependencies: { shared: "2" }, optionalDependencies: { native: "1", absent: "1" }, peerDependencies: { typescript: "1" }, peerDependenciesMeta: { typescript: { optional: true } } },
      "service/node_modules/app/index.js": "x", "service/node_modules/app/docs/x.md": "x",
      "service/node_modules/app/node_modules/shared/package.json": { name: "shared", version: "2.0.0" },
      "service/node_modules/app/node_modules/shared/index.js": "x",
      "service/node_modules/native/package.json": { name: "native", version: "1.0.0" },
      "service/node_modules/native/build.node": { program: "x" },
      "service/node_modules/typescript/package.json": { name: "typescript", version: "1.0.0", bin: { tsc: "tsc.js" } },
      "service/node_modules/typescript/tsc.js": { program: "x" },
      "service/node_modules/.bin/tsc": { link: "../typescript/tsc.js" },
      "service/node_modules/only-dev/package.json": { name: "only-dev", version: "1.0.0", bin: "cli.js", dependencies: { shared: "1", transitive: "1" } },
      "service/node_modules/only-dev/cli.js": { program: "x" }, "service/node_modules/only-dev/kept.js": "x",
      "service/node_modules/.bin/only-dev": { link: "../only-dev/cli.js" },
      "service/node_modules/shared/package.json": { name: "shared", version: "1.0.0" },
      "service/node_modules/transitive/package.json": { name: "transitive", version: "1.0.0" },
      "service/node_modules/@scope/tool/package.json": { name: "@scope/tool", version: "1.0.0" },
      "service/node_modules/nobody/package.json": { name: "nobody", version: "1.0.0" },
      "service/node_modules/lib": { link: "../packages/lib" },
      "service/packages/lib/package.json": { name: "lib", version: "1.0.0", dependencies: { hoisted: "1" }, devDependencies: { checker: "1" } },
      "service/packages/lib/lib.js": "x",
      "service/node_modules/hoisted/package.json": { name: "hoisted", version: "1.0.0" },
      "service/node_modules/checker/package.json": { name: "checker", version: "1.0.0" },
      "service/nested/package.json": { name: "nested", version: "1.0.0", dependencies: { transitive: "1" }, devDependencies: { inner: "1" } },
      "service/nested/node_modules/inner/package.json": { name: "inner", version: "1.0.0" },
      "service/nested/index.js": "x",
    });
    expect(ours).toEqual(theirs);
  }, referenceTimeLimitMs + 10_000);

  it("by random patterns", async () => {
    const root = join(base, "random");
    const directories = ["service/a", "service/b", "service/.c", "service/src", "service/node_modules", "lib", "lib/a", "service/a/b", "service/a/src", "service/node_modules/a", "service/src/.c", "service"];
    await writeTree(root, Object.fromEntries(directories.flatMap((directory) => ["x.js", "y.ts", ".e", "z"].map((file) => [`${directory}/${file}`, ""]))));
    const random = new RandomPatterns(7);
    const differences: unknown[] = [];
    for (let round = 0; round < 250; round += 1) {
      const include = random.list();
      const [ours, theirs] = [await selectWithUs(root, include), await selectWithReference(join(root, "service"), include)];
      if (ours.join() !== theirs.join()) differences.push({ include, onlyOurs: ours.filter((file) => !theirs.includes(file)), onlyTheirs: theirs.filter((file) => !ours.includes(file)) });
    }
    expect(differences).toEqual([]);
  }, referenceTimeLimitMs);
});

const exclude = [".git/**", "serverless.yml"];

async function selectWithUs(root: string, include: string[]): Promise<string[]> {
  const list = await createFileLister(nodeFiles({ root, directory: "service" })).list(".", [{ patterns: include, path: [] }]);
  return createFileSelector(list)({ exclude, include, devDependencies: new Set() }).sort();
}

type Selecting = { resolveFilePathsFromPatterns(this: { serverless: { serviceDir: string } }, params: { include: string[]; exclude: string[] }): Promise<string[]> };

async function selectWithReference(serviceDir: string, include: string[]): Promise<string[]> {
  const reference_: Selecting = createRequire(new URL("../../../../package.json", import.meta.url))("osls/lib/plugins/package/lib/package-service.js");
  try {
    const found = await reference_.resolveFilePathsFromPatterns.call({ serverless: { serviceDir } }, { include, exclude: [...exclude] });
    return Array.from(new Set(found.map((file) => file.replace(/^\.\//, "")))).sort();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "NO_MATCHED_FILES") return [];
    throw error;
  }
}

/** Patterns made of names, globs and negations by chance; the same ones for the same seed. */
class RandomPatterns {
  private readonly parts = ["a", "b", ".c", "src", "node_modules", "x.js", "z", "*", "**", "*.js", "*.{js,ts}", "{a,b}", "?", "[ab]", "@(a|b)", ".*", "x*"];
  constructor(private seed: number) {}

  list(): string[] {
    return Array.from(new Set(Array.from({ length: 1 + this.below(4) }, () => this.pattern())));
  }

  private pattern(): string {
    const names = Array.from({ length: 1 + this.below(3) }, () => this.parts[this.below(this.parts.length)]);
    return `${["", "", "!"][this.below(3)]}${["", "", "", "./", "../lib/"][this.below(5)]}${names.join("/")}${["", "", "/**", "/*"][this.below(4)]}`;
  }

  private below(limit: number): number {
    this.seed = (this.seed * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(this.seed / 65_536) % limit;
  }
}
