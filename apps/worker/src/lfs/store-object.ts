import { createHash, randomUUID } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { unavailable } from "./ask-for-objects.js";
import type { LfsPointer } from "./lfs-pointer.js";

/** Where an object is kept below a folder, as Git LFS itself has it. */
export function objectPath(folder: string, oid: string): string {
  return join(folder, "objects", oid.slice(0, 2), oid.slice(2, 4), oid);
}

/** Whether an object is kept. What is there was read to its end and had the right hash. */
export async function hasObject(folder: string, { oid, sizeBytes }: LfsPointer): Promise<boolean> {
  return (await stat(objectPath(folder, oid)).catch(() => null))?.size === sizeBytes;
}

/** Keeps what is read as an object. Throws `lfs_unavailable` when it is not what the pointer says, by size and hash. */
export async function storeObject(folder: string, { oid, sizeBytes }: LfsPointer, content: Readable): Promise<void> {
  const target = objectPath(folder, oid);
  const draft = join(folder, "tmp", randomUUID());
  for (const path of [target, draft]) await mkdir(dirname(path), { recursive: true });
  const hash = createHash("sha256");
  let size = 0;
  try {
    await pipeline(
      content,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          size += chunk.length;
          if (size > sizeBytes) throw unavailable(`${oid.slice(0, 12)} is larger than its pointer says`);
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(draft, { flags: "wx" }),
    );
    if (size !== sizeBytes || hash.digest("hex") !== oid) throw unavailable(`what was sent as ${oid.slice(0, 12)} is something else`);
    await rename(draft, target);
  } finally {
    await rm(draft, { force: true });
  }
}
