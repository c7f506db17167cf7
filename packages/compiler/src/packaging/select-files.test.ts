import { describe, expect, it } from "vitest";
import { createFileSelector } from "./select-files.js";

const files = [".env", "a.js", "lib/b.js", "lib/deep/c.js", "node_modules/dev/index.js", "node_modules/dev/node_modules/x/i.js", "node_modules/needed/index.js"];
const select = (exclude: string[], include: string[], devDependencies: string[] = []): string[] =>
  createFileSelector(files)({ exclude, include, devDependencies: new Set(devDependencies) });

describe("createFileSelector", () => {
  it("takes everything, dot files too", () => {
    expect(select([], [])).toEqual(files);
  });

  it("lets later patterns win", () => {
    expect(select(["lib/**"], ["lib/deep/*.js"])).toEqual(files.filter((file) => file !== "lib/b.js"));
    expect(select([], ["!**", "a.js"])).toEqual(["a.js"]);
  });

  it("knows braces and negated excludes", () => {
    expect(select(["**"], ["{a,x}.js", "lib/*.js"])).toEqual(["a.js", "lib/b.js"]);
    expect(select(["**", "!a.js"], [])).toEqual(["a.js"]);
  });

  it("leaves development dependencies out, with what is below them, even when a pattern names them", () => {
    expect(select([], ["node_modules/**"], ["node_modules/dev"])).toEqual([".env", "a.js", "lib/b.js", "lib/deep/c.js", "node_modules/needed/index.js"]);
  });
});
