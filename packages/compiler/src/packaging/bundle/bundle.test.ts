import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "../../compile.js";
import type { CompileResult } from "../../compile-input.js";
import { nodeFiles } from "../../node-files.js";
import type { ReadEntry } from "../../testing/read-zip.js";
import { unpack, zipsOf } from "../../testing/unpack-zip.js";
import { writeTree, type TreeNode } from "../../testing/write-tree.js";

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "windlass-bundle-"));
});
afterAll(() => rm(base, { recursive: true, force: true }));

let counter = 0;
/** Writes a repository with a service in it, and compiles that. */
async function compileTree(config: string, tree: Record<string, TreeNode>, directory = "."): Promise<CompileResult> {
  const root = join(base, `source-${(counter += 1)}`);
  const prefix = directory === "." ? "" : `${directory}/`;
  await writeTree(root, { [`${prefix}serverless.yml`]: `service: bundled\nprovider: { name: aws, runtime: nodejs20.x }\n${config}`, ...tree });
  return compile({ files: nodeFiles({ root, directory }), stage: "dev", region: "us-east-1" });
}

const names = (entries: readonly ReadEntry[] = []): string[] => entries.map(({ name }) => name);
const textOf = (entries: readonly ReadEntry[] = [], name: string): string => entries.find((entry) => entry.name === name)?.content.toString() ?? "";

/** Unpacks a zip and calls a handler in it, in a process of its own. */
async function call(entries: readonly ReadEntry[] = [], expression: string): Promise<unknown> {
  const directory = join(base, `unpacked-${(counter += 1)}`);
  await unpack(entries, directory);
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", `console.log(JSON.stringify(await (${expression})))`], { cwd: directory });
  return JSON.parse(stdout);
}
const importing = (file: string, member: string): string => `(await import(process.cwd() + "/${file}")).${member}({ n: 2 })`;

const handler = `import { double } from "./lib/double";\nexport const handler = async (event: { n: number }): Promise<number> => double(event.n);\nexport const other = handler;\n`;
const sources = { "src/a.ts": handler, "src/lib/double.ts": "export const double = (n: number): number => n * 2;\n" };

describe("bundles", () => {
  it("are made of TypeScript without being asked for, once for functions that share a file", async () => {
    const result = await compileTree("functions:\n  a: { handler: src/a.handler }\n  b: { handler: ./src/a.other }\n", sources);
    const zips = await zipsOf(result);
    expect(names(zips["bundled"])).toEqual(["src/a.js", "src/a.js.map"]);
    expect(await call(zips["bundled"], importing("src/a.js", "handler"))).toBe(4);
    expect(JSON.parse(textOf(zips["bundled"], "src/a.js.map"))).toMatchObject({ sources: ["a.ts", "lib/double.ts"] });
    const function_ = result.ok ? result.template.Resources["ALambdaFunction"]?.Properties : undefined;
    expect(function_?.["Handler"]).toBe("src/a.handler");
    expect(function_?.["Environment"]).toBeUndefined();
  });

  it("leave JavaScript alone, and what `build: false` and an artifact say", async () => {
    const mixed = await zipsOf(await compileTree("functions:\n  a: { handler: src/a.handler }\n  c: { handler: src/c.handler }\n", { ...sources, "src/c.js": "exports.handler = async () => 1;\n" }));
    expect(names(mixed["bundled-bundles"])).toEqual(["src/a.js", "src/a.js.map"]);
    expect(names(mixed["bundled"])).toEqual(["src/a.ts", "src/c.js", "src/lib/double.ts"]);
    const off = await compileTree("build: false\nfunctions:\n  a: { handler: src/a.handler }\n", sources);
    expect(off.ok ? [] : off.diagnostics).toMatchObject([{ code: "handler_missing", hint: expect.stringContaining("build.esbuild") }]);
    const ready = await zipsOf(await compileTree("functions:\n  a: { handler: src/a.handler, package: { artifact: ready.zip } }\n", { ...sources, "ready.zip": "x" }).then((result) => ({ ...result, artifacts: [] }) as CompileResult));
    expect(ready).toEqual({});
  });

  it("with `build.esbuild` are made of JavaScript too, and Node is told to read source maps, as v4 does", async () => {
    const result = await compileTree(
      "build: { esbuild: { minify: true } }\nfunctions:\n  a: { handler: src/m.handler, environment: { NODE_OPTIONS: --no-warnings } }\n  b: { handler: src/m.other }\n",
      { "src/m.js": `import { double } from "./double.mjs";\nexport const handler = async ({ n }) => double(n);\nexport const other = handler;\n`, "src/double.mjs": "export const double = (n) => n * 2;\n" },
    );
    const zips = await zipsOf(result);
    expect(await call(zips["bundled"], importing("src/m.js", "handler"))).toBe(4);
    const environments = result.ok ? ["A", "B"].map((id) => result.template.Resources[`${id}LambdaFunction`]?.Properties?.["Environment"]) : [];
    expect(environments).toEqual([{ Variables: { NODE_OPTIONS: "--no-warnings --enable-source-maps" } }, { Variables: { NODE_OPTIONS: "--enable-source-maps" } }]);
  });

  it.each([
    ["sourcemap: false", ["src/a.js"], false],
    ["sourcemap: { type: inline, setNodeOptions: false }", ["src/a.js"], false],
    ["sourcemap: { type: external, setNodeOptions: true }", ["src/a.js", "src/a.js.map"], true],
  ])("take %s", async (option, files, nodeOptions) => {
    const result = await compileTree(`build: { esbuild: { ${option} } }\nfunctions:\n  a: { handler: src/a.handler }\n`, sources);
    expect(names((await zipsOf(result))["bundled"])).toEqual(files);
    expect(result.ok && JSON.stringify(result.template).includes("enable-source-maps")).toBe(nodeOptions);
  });

  it("are packaged alone where that is asked for, with what patterns add", async () => {
    const zips = await zipsOf(
      await compileTree(
        "package: { individually: true, patterns: ['assets', '!assets/draft.txt'] }\nfunctions:\n  a: { handler: src/a.handler, package: { patterns: ['views/*.html', '../shared/*.txt'] } }\n  b: { handler: src/b.handler }\n",
        Object.fromEntries(Object.entries({ ...sources, "src/b.ts": "export const handler = async () => 1;\n", "assets/x/logo.svg": "x", "assets/draft.txt": "x", "views/a.html": "x" }).map(([path, text]) => [`service/${path}`, text]).concat([["shared/terms.txt", "x"]])),
        "service",
      ),
    );
    expect(names(zips["a"])).toEqual(["assets/x/logo.svg", "shared/terms.txt", "src/a.js", "src/a.js.map", "views/a.html"]);
    expect(names(zips["b"])).toEqual(["assets/x/logo.svg", "src/b.js", "src/b.js.map"]);
  });

  it("are modules where package.json says so, and named so that Node knows what they are", async () => {
    const config = "functions:\n  a: { handler: src/a.handler }\n";
    const asModule = await zipsOf(await compileTree(config, { ...sources, "package.json": { name: "x", type: "module", devDependencies: { typescript: "5" } } }));
    expect(names(asModule["bundled"])).toEqual(["package.json", "src/a.js", "src/a.js.map"]);
    expect(JSON.parse(textOf(asModule["bundled"], "package.json"))).toEqual({ name: "x", type: "module", dependencies: {} });
    expect(await call(asModule["bundled"], importing("src/a.js", "handler"))).toBe(4);
    const asMjs = await zipsOf(await compileTree(`build: { esbuild: { format: esm } }\n${config}`, sources));
    expect(await call(asMjs["bundled"], importing("src/a.mjs", "handler"))).toBe(4);
    const asCjs = await zipsOf(await compileTree(`build: { esbuild: { format: cjs } }\n${config}`, { ...sources, "package.json": { type: "module" } }));
    expect(await call(asCjs["bundled"], importing("src/a.cjs", "handler"))).toBe(4);
  });
});

describe("packages outside of bundles", () => {
  const importer = (...packages: string[]): string => `${packages.map((name, index) => `import * as p${index} from "${name}";`).join("\n")}\nexport const handler = async () => [${packages.map((_, index) => `p${index}.name`).join(", ")}];\n`;
  const code = (name: string, uses: string[] = []): string => `exports.name = [${[JSON.stringify(name), ...uses.map((use) => `require("${use}").name`)].join(", ")}].join(" ");\n`;

  it("are those of the AWS SDK that the runtime has", async () => {
    const tree = {
      "src/a.ts": importer("@aws-sdk/client-s3", "aws-sdk/clients/s3"),
      "node_modules/@aws-sdk/client-s3/package.json": { name: "@aws-sdk/client-s3" }, "node_modules/@aws-sdk/client-s3/index.js": code("v3"),
      "node_modules/aws-sdk/package.json": { name: "aws-sdk" }, "node_modules/aws-sdk/clients/s3.js": code("v2"),
    };
    const bundleOf = async (runtime: string): Promise<string> => textOf((await zipsOf(await compileTree(`functions:\n  a: { handler: src/a.handler, runtime: ${runtime} }\n`, tree)))["bundled"], "src/a.js");
    const [modern, old] = [await bundleOf("nodejs20.x"), await bundleOf("nodejs16.x")];
    expect([modern.includes('require("@aws-sdk/client-s3")'), modern.includes('require("aws-sdk/clients/s3")')]).toEqual([true, false]);
    expect([old.includes('require("@aws-sdk/client-s3")'), old.includes('require("aws-sdk/clients/s3")')]).toEqual([false, true]);
    const except = textOf((await zipsOf(await compileTree("build: { esbuild: { exclude: ['!@aws-sdk/client-s3'] } }\nfunctions:\n  a: { handler: src/a.handler }\n", tree)))["bundled"], "src/a.js");
    expect(except).not.toContain('require("@aws-sdk/client-s3")');
  });

  it("come into the zip with all that they depend on, from npm's trees", async () => {
    const zips = await zipsOf(
      await compileTree("build: { esbuild: { external: [native, 'left-*'], exclude: [provided] } }\nfunctions:\n  a: { handler: src/a.handler }\n", {
        "src/a.ts": importer("native", "inlined", "provided"),
        "package.json": { dependencies: { native: "1", inlined: "1", provided: "1", "left-out": "1" } },
        "node_modules/native/package.json": { name: "native", dependencies: { shared: "2", plain: "1" } }, "node_modules/native/index.js": code("native", ["shared", "plain"]),
        "node_modules/native/build.node": { program: "x" },
        "node_modules/native/node_modules/shared/package.json": { name: "shared" }, "node_modules/native/node_modules/shared/index.js": code("shared2"),
        "node_modules/shared/package.json": { name: "shared" }, "node_modules/shared/index.js": code("shared1"),
        "node_modules/plain/package.json": { name: "plain", dependencies: { shared: "1", native: "1" } }, "node_modules/plain/index.js": code("plain", ["shared"]),
        "node_modules/inlined/package.json": { name: "inlined" }, "node_modules/inlined/index.js": code("inlined"),
        "node_modules/provided/package.json": { name: "provided" }, "node_modules/provided/index.js": code("provided"),
        "node_modules/left-out/package.json": { name: "left-out" }, "node_modules/left-out/index.js": code("left-out"),
      }),
    );
    const entries = zips["bundled"] ?? [];
    expect(names(entries).filter((name) => name.endsWith("index.js"))).toEqual([
      "node_modules/left-out/index.js",
      "node_modules/native/index.js",
      "node_modules/plain/index.js",
      "node_modules/plain/node_modules/shared/index.js",
      "node_modules/shared/index.js",
    ]);
    expect(entries.find(({ name }) => name === "node_modules/native/build.node")?.mode).toBe(0o100755);
    expect(JSON.parse(textOf(entries, "package.json"))).toEqual({ dependencies: { native: "1", "left-out": "1" } });
    const runnable = [...entries, { name: "node_modules/provided/index.js", mode: 0o100644, content: Buffer.from(code("the runtime's")) }];
    expect(await call(runnable, importing("src/a.js", "handler"))).toEqual(["native shared2 plain shared1", "inlined", "the runtime's"]);
  });

  it("come from pnpm's store and from a workspace's root without links", async () => {
    const store = "node_modules/.pnpm";
    const zips = await zipsOf(
      await compileTree(
        "build: { esbuild: { packages: external } }\nfunctions:\n  a: { handler: src/a.handler }\n",
        {
          "services/a/src/a.ts": importer("native", "shared", "hoisted"),
          "services/a/package.json": { dependencies: { native: "1", shared: "1" } },
          "services/a/node_modules/native": { link: `../../../${store}/native@1/node_modules/native` },
          "services/a/node_modules/shared": { link: `../../../${store}/shared@1/node_modules/shared` },
          [`${store}/native@1/node_modules/native/package.json`]: { name: "native", dependencies: { shared: "2" } }, [`${store}/native@1/node_modules/native/index.js`]: code("native", ["shared"]),
          [`${store}/native@1/node_modules/shared`]: { link: "../../shared@2/node_modules/shared" },
          [`${store}/shared@1/node_modules/shared/package.json`]: { name: "shared" }, [`${store}/shared@1/node_modules/shared/index.js`]: code("shared1"),
          [`${store}/shared@2/node_modules/shared/package.json`]: { name: "shared" }, [`${store}/shared@2/node_modules/shared/index.js`]: code("shared2"),
          "node_modules/hoisted/package.json": { name: "hoisted" }, "node_modules/hoisted/index.js": code("hoisted"),
        },
        "services/a",
      ),
    );
    expect(await call(zips["bundled"], importing("src/a.js", "handler"))).toEqual(["native shared2", "shared1", "hoisted"]);
  });

  it("are named when they are not installed", async () => {
    const result = await compileTree("build: { esbuild: { external: [absent] } }\nfunctions:\n  a: { handler: src/a.handler }\n", { "src/a.ts": importer("absent") });
    expect(result.ok ? result.warnings : result.diagnostics).toMatchObject([{ code: "value_risky", message: expect.stringContaining("absent") }]);
  });
});

describe("errors of bundling", () => {
  it("have their file, line and column, all of them", async () => {
    const result = await compileTree("functions:\n  a: { handler: src/a.handler }\n  b: { handler: src/b.handler }\n", {
      "src/a.ts": 'import x from "nowhere";\nexport const handler = x;\n',
      "src/b.ts": "export const handler = async () => {\n  return 1 +;\n};\n",
    });
    expect(result.ok ? [] : result.diagnostics).toMatchObject([
      { code: "bundle_failed", message: 'Could not resolve "nowhere"', hint: expect.stringContaining("build.esbuild.external"), place: { file: "src/a.ts", line: 1, column: 15 } },
      { code: "bundle_failed", place: { file: "src/b.ts", line: 2, column: 13 } },
    ]);
  });

  it("refuse files outside the repository, by path and through a link", async () => {
    await writeTree(base, { "secret.txt": "hunter2" });
    const result = await compileTree("functions:\n  a: { handler: src/a.handler }\n  b: { handler: src/b.handler }\n", {
      "src/a.ts": 'import secret from "../../secret.txt";\nexport const handler = async () => secret;\n',
      "src/b.ts": 'import secret from "./linked.txt";\nexport const handler = async () => secret;\n',
      "src/linked.txt": { link: "../../secret.txt" },
    });
    expect(result.ok ? [] : result.diagnostics.map(({ message }) => message)).toEqual([expect.stringMatching(/outside the repository/), expect.stringMatching(/outside the repository/)]);
  });

  it("name settings that are programs", async () => {
    const result = await compileTree("build: { esbuild: { configFile: ./esbuild.js } }\nfunctions:\n  a: { handler: src/a.handler }\n", sources);
    expect(result.ok ? [] : result.diagnostics).toMatchObject([{ code: "feature_unsupported", place: { property: "build.esbuild.configFile" } }]);
  });
});
