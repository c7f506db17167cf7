import { randomUUID } from "node:crypto";
import { readdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { measureFolders } from "../build/isolation/measure-folders.js";
import { beyondLimit, type CacheEntry } from "./beyond-limit.js";

export type MirrorsInput = {
  /** The folder with all mirrors, and with folders of mirrors of submodules; each name begins with its repository's id. */
  folder: string;
  limitBytes: number;
  /** Ids of repositories from which something is deployed now. */
  inUse: ReadonlySet<string>;
  signal: AbortSignal;
  now?: number;
};

/** Where a deployment has just begun, the database may not say so yet. */
const restMs = 3_600_000;
/** What was being made or taken away by a worker that died. */
const staleMs = 24 * 3_600_000;
const idLength = 36;

/** Takes the mirrors that were used longest ago away until the rest fits; they are fetched again when they are needed. Says how many bytes went. */
export async function cleanMirrors(input: MirrorsInput): Promise<number> {
  const { folder, limitBytes, inUse, signal, now = Date.now() } = input;
  const entries: CacheEntry[] = [];
  for (const path of await mirrorsBelow(folder, now)) {
    const info = await stat(path).catch(() => null);
    if (!info) continue;
    const all = { bytes: Number.POSITIVE_INFINITY, files: Number.POSITIVE_INFINITY };
    entries.push({ path, sizeBytes: (await measureFolders([path], all, signal)).bytes, usedAtMs: info.mtimeMs });
    signal.throwIfAborted();
  }
  const idOf = (path: string): string => path.slice(folder.length + 1, folder.length + 1 + idLength);
  const going = beyondLimit(entries, limitBytes).filter(({ path, usedAtMs }) => now - usedAtMs > restMs && !inUse.has(idOf(path)));
  let bytes = 0;
  for (const entry of going) if (await drop(folder, entry)) bytes += entry.sizeBytes;
  return bytes;
}

/** Mirrors, and those of submodules one level below. What is neither and old is deleted. */
async function mirrorsBelow(folder: string, now: number): Promise<string[]> {
  const found: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    const path = join(folder, name);
    if (name.endsWith(".git")) found.push(path);
    else if (/-submodules(?:-untrusted)?$/.test(name)) found.push(...(await mirrorsBelow(path, now)));
    else if (now - ((await stat(path).catch(() => null))?.mtimeMs ?? now) > staleMs) await rm(path, { recursive: true, force: true });
  }
  return found;
}

/** Moved aside at once, so that a mirror that is there is whole; and back, where somebody began to use it meanwhile. */
async function drop(folder: string, { path, usedAtMs }: CacheEntry): Promise<boolean> {
  const aside = join(folder, `dropped-${randomUUID()}`);
  const isMoved = await rename(path, aside).then(() => true, () => false);
  if (!isMoved) return false;
  if ((await stat(aside)).mtimeMs > usedAtMs && (await rename(aside, path).then(() => true, () => false))) return false;
  await rm(aside, { recursive: true, force: true });
  return true;
}
