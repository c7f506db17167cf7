import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeFiles } from "../node-files.js";
import { findDevDependencies } from "./dev-dependencies.js";

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "windlass-dev-"));
});
afterAll(() => rm(base, { recursive: true, force: true }));

let counter = 0;
/** Writes package.json files and links (`from: target`) below a new folder, and looks from its `service` directory. */
async function find(manifests: Record<string, object>, options: { links?: Record<string, string>; service?: string } = {}): Promise<string[]> {
  const root = join(base, String((counter += 1)));
  for (const [directory, manifest] of Object.entries(manifests)) {
    await mkdir(join(root, directory), { recursive: true });
    await writeFile(join(root, directory, "package.json"), JSON.stringify(manifest));
  }
  for (const [from, target] of Object.entries(options.links ?? {})) {
    await mkdir(dirname(join(root, from)), { recursive: true });
    await symlink(target, join(root, from));
  }
  const files = nodeFiles({ root, directory: options.service });
  return Array.from(await findDevDependencies(files, (await files.list(".")) ?? [])).sort();
}

describe("findDevDependencies", () => {
  it("finds what only development reaches, and keeps what production shares with it", async () => {
    expect(
      await find({
        "": { dependencies: { app: "1" }, devDependencies: { tool: "1" } },
        "node_modules/app": { dependencies: { shared: "1" } },
        "node_modules/shared": {},
        "node_modules/tool": { dependencies: { shared: "1", "@scope/only-tool": "1" }, bin: { tool: "cli.js" } },
        "node_modules/@scope/only-tool": { bin: "x.js" },
      }),
    ).toEqual(["node_modules/.bin/only-tool", "node_modules/.bin/tool", "node_modules/@scope/only-tool", "node_modules/tool"]);
  });

  it("resolves nested versions as Node does", async () => {
    expect(
      await find({
        "": { dependencies: { app: "1" }, devDependencies: { deep: "2" } },
        "node_modules/app": { dependencies: { deep: "1" } },
        "node_modules/app/node_modules/deep": {},
        "node_modules/deep": {},
      }),
    ).toEqual(["node_modules/deep"]);
  });

  it("keeps packages that nobody names", async () => {
    expect(await find({ "": {}, "node_modules/vendored": {} })).toEqual([]);
  });

  it("ends on packages that need each other", async () => {
    expect(await find({ "": { devDependencies: { a: "1" } }, "node_modules/a": { dependencies: { b: "1" } }, "node_modules/b": { dependencies: { a: "1" } } })).toEqual(["node_modules/a", "node_modules/b"]);
  });

  it("takes what is a development dependency and a peer as the former, and a plain dependency as needed", async () => {
    expect(
      await find({
        "": { dependencies: { both: "1" }, peerDependencies: { sdk: "1" }, devDependencies: { both: "1", sdk: "1" } },
        "node_modules/both": {},
        "node_modules/sdk": {},
      }),
    ).toEqual(["node_modules/sdk"]);
  });

  it("keeps optional and optional peer dependencies of what is needed", async () => {
    expect(
      await find({
        "": { dependencies: { app: "1" }, devDependencies: { typescript: "5" } },
        "node_modules/app": { optionalDependencies: { native: "1" }, peerDependencies: { typescript: "*" }, peerDependenciesMeta: { typescript: { optional: true } } },
        "node_modules/native": {},
        "node_modules/typescript": {},
      }),
    ).toEqual([]);
  });

  it("finds dependencies of workspace members at their root, and of other folders only in themselves", async () => {
    const manifests = {
      "": { workspaces: ["packages/*"], devDependencies: { express: "1", tool: "1" } },
      "packages/api": { dependencies: { express: "1" }, devDependencies: { checker: "1" } },
      "examples/demo": { dependencies: { tool: "1" } },
      "node_modules/express": {},
      "node_modules/tool": {},
      "node_modules/checker": {},
    };
    expect(await find(manifests, { links: { "node_modules/api": "../packages/api" } })).toEqual(["node_modules/checker", "node_modules/tool"]);
  });

  const store = "node_modules/.pnpm";
  it("follows pnpm's links into its store, and leaves packages out wherever they are seen", async () => {
    expect(
      await find(
        {
          "": { dependencies: { app: "1" }, devDependencies: { tool: "1" } },
          [`${store}/app@1/node_modules/app`]: { dependencies: { ms: "2" } },
          [`${store}/ms@2/node_modules/ms`]: {},
          [`${store}/ms@3/node_modules/ms`]: {},
          [`${store}/tool@1/node_modules/tool`]: { dependencies: { ms: "3" } },
        },
        {
          links: {
            "node_modules/app": ".pnpm/app@1/node_modules/app",
            "node_modules/tool": ".pnpm/tool@1/node_modules/tool",
            [`${store}/app@1/node_modules/ms`]: "../../ms@2/node_modules/ms",
            [`${store}/tool@1/node_modules/ms`]: "../../ms@3/node_modules/ms",
          },
        },
      ),
    ).toEqual([`${store}/ms@3/node_modules/ms`, `${store}/tool@1/node_modules/ms`, `${store}/tool@1/node_modules/tool`, "node_modules/tool"]);
  });

  it("follows links to a store above the service", async () => {
    expect(
      await find(
        {
          "": {},
          "services/orders": { dependencies: { app: "1" }, devDependencies: { ms: "2", tool: "1" } },
          [`${store}/app@1/node_modules/app`]: { dependencies: { ms: "2" } },
          [`${store}/ms@2/node_modules/ms`]: {},
          [`${store}/tool@1/node_modules/tool`]: {},
        },
        {
          service: "services/orders",
          links: {
            "services/orders/node_modules/app": `../../../${store}/app@1/node_modules/app`,
            "services/orders/node_modules/ms": `../../../${store}/ms@2/node_modules/ms`,
            "services/orders/node_modules/tool": `../../../${store}/tool@1/node_modules/tool`,
            [`${store}/app@1/node_modules/ms`]: "../../ms@2/node_modules/ms",
          },
        },
      ),
    ).toEqual(["node_modules/tool"]);
  });
});
