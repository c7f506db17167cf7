import { createHash, randomUUID } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { ArtifactShelf, ShelfFile } from "./artifact-shelf.js";
import type { PackedZip } from "./packaging/packed-zip.js";

/** What was not used for so long is removed. */
const keptMs = 7 * 24 * 60 * 60_000;
/** Left by a process that was killed while it wrote. */
const unfinishedMs = 24 * 60 * 60_000;
const unfinishedEnding = ".unfinished";
/** Small pieces are written together. */
const writeFromBytes = 256 * 1024;
const mostHashes = 200_000;

/**
 * A shelf in a folder, for all processes of a machine: zips by their hash, and by what is in them the hash. Opening it
 * removes what was not used for a week. A zip that is not what its name says is not used: builds of other services may
 * have reached the folder. Its methods throw what `node:fs` throws.
 */
export async function folderShelf(folder: string): Promise<ArtifactShelf> {
  await mkdir(folder, { recursive: true });
  await removeOld(folder);
  const contentHashes = new Map<string, string>();
  const zipFile = (hash: string): string => join(folder, `${hash}.zip`);
  return {
    contentHashes,
    createFile: () => createFile(folder),
    async find(fingerprint) {
      const known = await readEntry(join(folder, `${fingerprint}.json`));
      const path = known && zipFile(known.hash);
      if (!known || path === null || (await sizeOf(path)) !== known.sizeBytes || (await hashOf(path)) !== known.hash) return null;
      const now = new Date();
      await Promise.all([utimes(path, now, now), utimes(join(folder, `${fingerprint}.json`), now, now)]).catch(() => undefined);
      return { ...known, content: { in: "file", path } };
    },
    async keep(fingerprint, { hash, sizeBytes, content }) {
      if (contentHashes.size > mostHashes) contentHashes.clear();
      if (content.in !== "file") return;
      const path = join(folder, `${randomUUID()}${unfinishedEnding}`);
      await writeFile(path, JSON.stringify({ hash, sizeBytes }));
      await rename(path, join(folder, `${fingerprint}.json`));
    },
  };
}

async function createFile(folder: string): Promise<ShelfFile> {
  const path = join(folder, `${randomUUID()}${unfinishedEnding}`);
  const file = await open(path, "wx");
  let waiting: Uint8Array[] = [];
  let waitingBytes = 0;
  const flush = async (): Promise<void> => {
    const bytes = Buffer.concat(waiting);
    waiting = [];
    waitingBytes = 0;
    for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
  };
  return {
    async write(bytes) {
      waiting.push(bytes);
      waitingBytes += bytes.byteLength;
      if (waitingBytes >= writeFromBytes) await flush();
    },
    async keep(name) {
      await flush();
      await file.close();
      const kept = join(folder, name);
      await rename(path, kept);
      return kept;
    },
    async discard() {
      // Closing what is closed and removing what was renamed do nothing.
      await file.close().catch(() => undefined);
      await rm(path, { force: true });
    },
  };
}

async function readEntry(path: string): Promise<Pick<PackedZip, "hash" | "sizeBytes"> | null> {
  try {
    const entry: unknown = JSON.parse(await readFile(path, "utf8"));
    if (typeof entry !== "object" || entry === null || !("hash" in entry) || !("sizeBytes" in entry)) return null;
    const { hash, sizeBytes } = entry;
    return typeof hash === "string" && /^[0-9a-f]{64}$/.test(hash) && typeof sizeBytes === "number" ? { hash, sizeBytes } : null;
  } catch {
    return null;
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return (await stat(path).catch(() => null))?.size ?? null;
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: writeFromBytes })) hash.update(piece as Uint8Array);
  return hash.digest("hex");
}

async function removeOld(folder: string): Promise<void> {
  const now = Date.now();
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const changedAt = (await stat(path).catch(() => null))?.mtimeMs ?? now;
    if (now - changedAt > (name.endsWith(unfinishedEnding) ? unfinishedMs : keptMs)) await rm(path, { force: true });
  }
}
