import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

function testFiles() {
  const sources = ["apps", "packages"].flatMap((kind) => readdirSync(join(root, kind)).map((name) => join(root, kind, name, "src")));
  return sources.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: "utf8" }).map((name) => join(folder, name))).filter((path) => path.endsWith(".integration.test.ts"));
}

it("no two test files use the same database of the run's Redis: their workers would take each other's jobs", () => {
  /** @type {Map<string, string>} */
  const users = new Map();
  for (const path of testFiles()) {
    const source = readFileSync(path, "utf8");
    // These have a Redis of their own.
    if (source.includes("startRedis(")) continue;
    for (const [, number = ""] of source.matchAll(/(?:redisDatabase: |pathname: "\/)(\d+)/g)) {
      const other = users.get(number) ?? path;
      expect(other, `database ${number}`).toBe(path);
      users.set(number, path);
    }
  }
  expect(users.size).toBeGreaterThan(10);
});
