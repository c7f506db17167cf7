import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { checkWorkspace } from "./check-workspace.mjs";
import { findImports } from "./read-sources.mjs";

/** @type {string} */
let root;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), "windlass-boundaries-"))));
afterEach(() => rmSync(root, { recursive: true }));

/** @param {Record<string, string>} files */
function violationsOf(files) {
  const manifests = {
    "packages/contracts/package.json": JSON.stringify({ dependencies: { zod: "4" } }),
    "apps/cli/package.json": JSON.stringify({ dependencies: { "@windlass/contracts": "workspace:*" } }),
    "apps/worker/package.json": JSON.stringify({ dependencies: { "@windlass/database": "workspace:*" } }),
  };
  for (const [path, text] of Object.entries({ ...manifests, ...files })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return checkWorkspace(root).violations.map(({ where, what }) => `${where} ${what}`);
}

test("a workspace that keeps to the table has no violation", () => {
  const clean = {
    "packages/contracts/src/name.ts": 'import { z } from "zod";',
    "apps/cli/src/main.ts": 'import { readFile } from "node:fs/promises";\nimport { nameSchema } from "@windlass/contracts/name";\nimport "./print.js";',
    "apps/cli/src/print.ts": "export {};",
    "apps/worker/src/main.ts": 'import { openDatabase } from "@windlass/database/database";',
  };
  expect(violationsOf(clean)).toEqual([]);
});

test.each([
  ["a layer above", "packages/contracts/src/a.ts", 'import { x } from "@windlass/database/database";', "contracts imports database"],
  ["a layer above, as a type", "packages/contracts/src/a.ts", 'import type { X } from "@windlass/database/database";', "contracts imports database"],
  ["a layer above, dynamically", "packages/contracts/src/a.ts", 'await import("@windlass/database/database");', "contracts imports database"],
  ["a layer above, in an import of many lines", "packages/contracts/src/a.ts", 'import {\n  x,\n} from "@windlass/database/database";', "contracts imports database"],
  ["another package's file by path", "apps/cli/src/a.ts", 'import "../../../packages/contracts/src/name.js";', "leaves the package cli"],
  ["a whole package", "apps/cli/src/a.ts", 'import { x } from "@windlass/contracts";', "names a whole package"],
  ["an undeclared package", "apps/cli/src/a.ts", 'import { x } from "@windlass/client/client";', "@windlass/client is not declared"],
  ["an undeclared library", "apps/cli/src/a.ts", 'import chalk from "chalk";', "chalk is not declared"],
  ["the AWS SDK outside packages/aws", "apps/cli/src/a.ts", 'import { S3 } from "@aws-sdk/client-s3";', "cli imports @aws-sdk/client-s3"],
  ["a library in contracts", "packages/contracts/src/a.ts", 'import { v7 } from "uuid";', "contracts imports uuid"],
  ["the database outside main", "apps/worker/src/jobs/a.ts", 'import { x } from "@windlass/database/database";', "src/jobs/a.ts imports database"],
  ["a module without extension", "apps/cli/src/a.ts", 'import "./b";', '"./b" has no extension'],
  ["a builtin without node:", "apps/cli/src/a.ts", 'import fs from "fs";', '"fs" lacks node:'],
  ["a barrel", "apps/cli/src/a.ts", 'export * from "./b.js";', "re-exports everything"],
  ["a shell", "apps/cli/src/a.ts", 'spawn("ls", { shell: true });', "starts a shell"],
  ["a folder of utilities", "apps/cli/src/utils/a.ts", "export {};", '"utils" is no name'],
])("%s is a violation", (_, path, text, expected) => {
  expect(violationsOf({ [path]: text }).join("\n")).toContain(expected);
});

test("a dependency that the table forbids is a violation before anything imports it", () => {
  const manifest = JSON.stringify({ dependencies: { "@windlass/database": "workspace:*" } });
  expect(violationsOf({ "apps/cli/package.json": manifest })).toEqual(["apps/cli/package.json cli depends on @windlass/database"]);
});

test("a cycle is named with all its files", () => {
  const files = { "apps/cli/src/a.ts": 'import "./b.js";', "apps/cli/src/b.ts": 'import "./c.js";', "apps/cli/src/c.ts": 'import type { A } from "./a.js";' };
  expect(violationsOf(files)).toEqual(["apps/cli/src/a.ts cycle apps/cli/src/a.ts → apps/cli/src/b.ts → apps/cli/src/c.ts → apps/cli/src/a.ts"]);
});

test("tests may use development dependencies, production files may not", () => {
  const manifest = JSON.stringify({ devDependencies: { "@windlass/client": "workspace:*" } });
  const text = 'import { x } from "@windlass/client/client";';
  const found = violationsOf({ "apps/cli/package.json": manifest, "apps/cli/src/a.test.ts": text, "apps/cli/src/b.ts": text });
  expect(found).toEqual(["apps/cli/src/b.ts:1 @windlass/client is not declared"]);
});

test("imports in comments do not count, and lines are those of the file", () => {
  expect(findImports('/* import "a";\n*/\n// import "b";\nimport "./c.js";')).toEqual([{ specifier: "./c.js", line: 4, typeOnly: false }]);
});
