import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { cleanMirrors } from "./clean-mirrors.js";
import { cleanPackageCache } from "./clean-package-cache.js";

const signal = new AbortController().signal;
const hour = 3_600_000;
const now = Date.now();
const idOf = (digit: number): string => `0190000${digit}-0000-7000-8000-000000000000`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-caches-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** 100 kB that were used so many hours ago. */
async function make(path: string, ageHours: number): Promise<void> {
  const file = join(folder, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, Buffer.alloc(100_000, 1));
  const at = new Date(now - ageHours * hour);
  await utimes(file, at, at);
  await utimes(dirname(file), at, at);
}

it("drops the mirrors that were used longest ago, and none that is in use or was just now", async () => {
  for (const digit of [1, 2, 3, 4, 5]) await make(`${idOf(digit)}.git/pack`, 10 - digit);
  await make(`${idOf(6)}-submodules/abc.git/pack`, 30);
  await make(`${idOf(1)}-submodules-untrusted/def.git/pack`, 31);
  await make(`${idOf(7)}.git/pack`, 0);
  await make("dropped-before/pack", 30);
  const dropped = await cleanMirrors({ folder, limitBytes: 250_000, inUse: new Set([idOf(1)]), signal, now });
  expect(dropped).toBeGreaterThan(350_000);
  const left = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".git")).toSorted((one, other) => one.localeCompare(other));
  expect(left).toEqual([`${idOf(1)}-submodules-untrusted/def.git`, `${idOf(1)}.git`, `${idOf(5)}.git`, `${idOf(7)}.git`]);
  expect((await readdir(folder)).filter((name) => name.startsWith("dropped-"))).toEqual([]);
  expect(await cleanMirrors({ folder, limitBytes: 0, inUse: new Set(), signal, now })).toBeGreaterThan(0);
  expect((await readdir(folder)).filter((name) => name.endsWith(".git"))).toEqual([`${idOf(7)}.git`]);
});

it("drops the packages that were used longest ago, until the rest fits", async () => {
  await make("_cacache/content-v2/sha512/aa/bb/old", 9);
  await make("_cacache/content-v2/sha512/cc/dd/new", 1);
  await make("_npx/abc/node_modules", 5);
  expect(await cleanPackageCache(folder, 10 * 1024 ** 2, signal)).toBe(0);
  await cleanPackageCache(folder, 250_000, signal);
  expect((await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual(expect.arrayContaining(["new", "node_modules"]));
  await cleanPackageCache(folder, 120_000, signal);
  expect((await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name)).toEqual(["new"]);
});

it("takes a cache that is not there for an empty one", async () => {
  expect(await cleanPackageCache(join(folder, "none"), 0, signal)).toBe(0);
  expect(await cleanMirrors({ folder: join(folder, "none"), limitBytes: 0, inUse: new Set(), signal })).toBe(0);
});
