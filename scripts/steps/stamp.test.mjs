import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { filesBelow, hashFiles, isStamped, stamp } from "./stamp.mjs";

/** @type {string} */
let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "windlass-stamp-"))));
afterEach(() => rmSync(folder, { recursive: true }));

test("a stamp holds until a source changes, or what it vouches for is deleted", () => {
  const source = join(folder, "src", "a.ts");
  mkdirSync(join(folder, "src"));
  writeFileSync(source, "one");
  const stampFile = join(folder, "dist", ".stamp");
  stamp(stampFile, hashFiles([source]));
  expect(isStamped(stampFile, hashFiles([source]))).toBe(true);
  writeFileSync(source, "two");
  expect(isStamped(stampFile, hashFiles([source]))).toBe(false);
  stamp(stampFile, hashFiles([source]));
  rmSync(join(folder, "dist"), { recursive: true });
  expect(isStamped(stampFile, hashFiles([source]))).toBe(false);
});

test("what is built, installed or generated is no source", () => {
  for (const path of ["src/a.ts", "dist/a.js", "node_modules/b/index.js", "src/generated/c.ts", "src/tree.gen.ts"]) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), "");
  }
  expect(filesBelow(folder)).toEqual([join(folder, "src/a.ts")]);
});

test("the names of files count as well as what is in them", () => {
  writeFileSync(join(folder, "a"), "x");
  writeFileSync(join(folder, "b"), "x");
  expect(hashFiles([join(folder, "a")])).not.toBe(hashFiles([join(folder, "b")]));
});
