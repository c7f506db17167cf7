import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { measureFolders } from "../build/isolation/measure-folders.js";
import { beyondLimit, type CacheEntry } from "./beyond-limit.js";

/**
 * Takes what was used longest ago out of npm's cache until the rest fits: packages as they were downloaded, and what `npx` installed.
 * npm fetches again what it finds missing. Says how many bytes went.
 */
export async function cleanPackageCache(folder: string, limitBytes: number, signal: AbortSignal): Promise<number> {
  const going = beyondLimit([...(await contents(join(folder, "_cacache/content-v2"), signal)), ...(await installed(join(folder, "_npx"), signal))], limitBytes);
  for (const { path } of going) {
    signal.throwIfAborted();
    await rm(path, { recursive: true, force: true });
  }
  return going.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
}

async function contents(folder: string, signal: AbortSignal): Promise<CacheEntry[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const entries: CacheEntry[] = [];
  for (const { parentPath, name } of found.filter((entry) => entry.isFile())) {
    signal.throwIfAborted();
    const path = join(parentPath, name);
    const info = await stat(path).catch(() => null);
    if (info) entries.push({ path, sizeBytes: info.blocks * 512, usedAtMs: Math.max(info.atimeMs, info.mtimeMs) });
  }
  return entries;
}

async function installed(folder: string, signal: AbortSignal): Promise<CacheEntry[]> {
  const entries: CacheEntry[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    const info = await stat(path).catch(() => null);
    const all = { bytes: Number.POSITIVE_INFINITY, files: Number.POSITIVE_INFINITY };
    if (info) entries.push({ path, sizeBytes: (await measureFolders([path], all, signal)).bytes, usedAtMs: info.mtimeMs });
  }
  return entries;
}
