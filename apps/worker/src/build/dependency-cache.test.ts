import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, readlink, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDependencyCache } from "./dependency-cache.js";
import { dependencyKey } from "./dependency-key.js";

let folder: string;
let counter = 0;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-dependencies-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function project(files: Record<string, string>): Promise<string> {
  counter += 1;
  const cwd = join(folder, String(counter));
  await mkdir(cwd);
  for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text);
  return cwd;
}

const usual = { "package.json": '{"dependencies":{"a":"1"}}', "package-lock.json": '{"lockfileVersion":3}' };
const keyOf = async (files: Record<string, string>, other: { nodeVersion?: string; repositoryId?: string } = {}) =>
  dependencyKey({ cwd: await project(files), command: ["npm", "ci"], nodeVersion: "20.20.2", repositoryId: "r1", ...other });

describe("the key of installed dependencies", () => {
  it("is the same for the same lockfile, and another for all that decides on what is installed", async () => {
    const key = await keyOf(usual);
    expect(key).toEqual({ key: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await keyOf({ ...usual, "code.js": "other" }, { nodeVersion: "20.1.0" })).toEqual(key);
    const others = [
      keyOf({ ...usual, "package-lock.json": '{"lockfileVersion":2}' }), keyOf({ ...usual, ".npmrc": "registry=https://evil.example" }),
      keyOf(usual, { nodeVersion: "22.0.0" }), keyOf(usual, { repositoryId: "r2" }),
    ];
    for (const other of others) expect(await other).not.toEqual(key);
  });

  it.each([
    ["a script of its own", { ...usual, "package.json": '{"scripts":{"postinstall":"node make.js"}}' }, "postinstall"],
    ["a workspace", { ...usual, "package.json": '{"workspaces":["a"]}' }, "workspace"],
    ["folders of the repository", { ...usual, "package-lock.json": '{"packages":{"node_modules/a":{"resolved": "a","link": true}}}' }, "folders"],
  ])("is not given to a package with %s", async (_what, files, reason) => {
    expect(await keyOf(files)).toEqual({ reason: expect.stringContaining(reason) });
  });
});

describe("installed dependencies that are kept", () => {
  const signal = new AbortController().signal;
  const cacheOf = (name: string, limitBytes = 1024 ** 2) => openDependencyCache({ folder: join(folder, name), limitBytes, signal });
  const installed = async (text: string): Promise<string> => {
    const cwd = await project(usual);
    await mkdir(join(cwd, "node_modules/a"), { recursive: true });
    await writeFile(join(cwd, "node_modules/a/index.js"), text);
    await symlink("a/index.js", join(cwd, "node_modules/link"));
    return cwd;
  };
  const key = (digit: string): string => digit.repeat(64);

  it("are none where Plug'n'Play puts them elsewhere", async () => {
    const cwd = await installed("tools");
    await writeFile(join(cwd, ".pnp.cjs"), "");
    expect(await cacheOf("pnp").keep(key("a"), cwd)).toBe(false);
  });

  it("come back as they were, and no build writes into another's", async () => {
    const cache = cacheOf("kept");
    expect(await cache.restore(key("a"), await project(usual))).toBe(false);
    expect(await cache.keep(key("a"), await installed("one"))).toBe(true);
    const cwd = await project(usual);
    expect(await cache.restore(key("a"), cwd)).toBe(true);
    expect(await readlink(join(cwd, "node_modules/link"))).toBe("a/index.js");
    await writeFile(join(cwd, "node_modules/a/index.js"), "changed by a build");
    const next = await project(usual);
    await cache.restore(key("a"), next);
    expect(await readFile(join(next, "node_modules/a/index.js"), "utf8")).toBe("one");
    expect(await cache.keep(key("b"), await project(usual))).toBe(false);
    expect(await readdir(join(folder, "kept"))).toEqual([key("a")]);
  });

  it("go when there is no more room, those that were used longest ago first", async () => {
    const cache = cacheOf("full", 100_000);
    for (const digit of ["a", "b", "c"]) {
      await cache.keep(key(digit), await installed("x".repeat(40_000)));
      const at = new Date(Date.now() - 60_000 + digit.charCodeAt(0));
      await utimes(join(folder, "full", key(digit)), at, at);
      if (digit === "b") await cache.restore(key("a"), await project(usual));
    }
    expect(["a", "b", "c"].map((digit) => existsSync(join(folder, "full", key(digit))))).toEqual([true, false, true]);
  });
});
