import { describe, expect, it } from "vitest";
import type { FileSource } from "../file-source.js";
import { findDevDependencies } from "./dev-dependencies.js";

/** Files in memory: a FileSource needs no disk. */
function memoryFiles(manifests: Record<string, object>): { files: FileSource; list: string[] } {
  const texts = new Map(Object.entries(manifests).map(([directory, manifest]) => [`${directory === "" ? "" : `${directory}/`}package.json`, JSON.stringify(manifest)]));
  const files: FileSource = {
    readText: async (path) => texts.get(path) ?? null,
    read: async () => null,
    list: async () => Array.from(texts.keys()),
    evaluate: async () => null,
  };
  return { files, list: Array.from(texts.keys()) };
}

const find = async (manifests: Record<string, object>): Promise<string[]> => {
  const { files, list } = memoryFiles(manifests);
  return Array.from(await findDevDependencies(files, list)).sort();
};

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
});
