import { createHash } from "node:crypto";
import type { ArtifactShelf, ShelfFile } from "../artifact-shelf.js";
import type { PackedZip } from "./packed-zip.js";
import { writeZip, type ZipEntry, type ZipOptions } from "./write-zip.js";

/** Zips up to this size stay in memory: most services have one, and need no disk. */
export const inMemoryUpToBytes = 1024 * 1024;

type SpoolOptions = Omit<ZipOptions, "write"> & { shelf?: ArtifactShelf | undefined };

/**
 * Packs a zip and hashes it on the way. A large one goes to a file of the shelf, or nowhere, so that memory does not
 * grow with it. Throws as `writeZip`.
 */
export async function spoolZip(entries: readonly ZipEntry[], { shelf, ...options }: SpoolOptions): Promise<PackedZip> {
  const spool = createSpool(shelf);
  try {
    await writeZip(entries, { ...options, write: (bytes) => spool.write(bytes) });
    return await spool.finish();
  } finally {
    await spool.close();
  }
}

/** Takes over a zip that is there already, hashing it on the way. Throws what reading and the shelf throw. */
export async function spoolBytes(pieces: AsyncIterable<Uint8Array>, shelf: ArtifactShelf | undefined): Promise<PackedZip> {
  const spool = createSpool(shelf);
  try {
    for await (const piece of pieces) await spool.write(piece);
    return await spool.finish();
  } finally {
    await spool.close();
  }
}

type Spool = { write(bytes: Uint8Array): Promise<void>; finish(): Promise<PackedZip>; close(): Promise<void> };

function createSpool(shelf: ArtifactShelf | undefined): Spool {
  const hash = createHash("sha256");
  const inMemory: Uint8Array[] = [];
  let sizeBytes = 0;
  let file: ShelfFile | null = null;
  return {
    async write(bytes) {
      hash.update(bytes);
      const isFirstTooMany = sizeBytes <= inMemoryUpToBytes && sizeBytes + bytes.byteLength > inMemoryUpToBytes;
      sizeBytes += bytes.byteLength;
      inMemory.push(bytes);
      if (isFirstTooMany) file = (await shelf?.createFile()) ?? null;
      if (sizeBytes > inMemoryUpToBytes) for (const waiting of inMemory.splice(0)) await file?.write(waiting);
    },
    async finish() {
      const digest = hash.digest("hex");
      if (sizeBytes <= inMemoryUpToBytes) return { hash: digest, sizeBytes, content: { in: "memory", bytes: Buffer.concat(inMemory) } };
      if (!file) return { hash: digest, sizeBytes, content: { in: "nowhere" } };
      return { hash: digest, sizeBytes, content: { in: "file", path: await file.keep(`${digest}.zip`) } };
    },
    async close() {
      await file?.discard();
    },
  };
}
