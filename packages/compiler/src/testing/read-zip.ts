import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { fromBuffer, type Entry, type ZipFile } from "yauzl";

export type ReadEntry = { name: string; /** Type and permissions, as Unix has them. */ mode: number; content: Buffer };

/** What is in a zip, in its order, as a library that we did not write reads it. */
export async function readZip(bytes: Uint8Array): Promise<ReadEntry[]> {
  const file = await openZip(bytes);
  const found: ReadEntry[] = [];
  await new Promise<void>((resolve, reject) => {
    file.on("error", reject);
    file.on("end", () => resolve());
    file.on("entry", (entry: Entry) => {
      readEntry(file, entry).then((content) => {
        found.push({ name: entry.fileName, mode: entry.externalFileAttributes >>> 16, content });
        file.readEntry();
      }, reject);
    });
    file.readEntry();
  });
  return found;
}

async function readEntry(file: ZipFile, entry: Entry): Promise<Buffer> {
  return buffer(await new Promise<Readable>((resolve, reject) => file.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)))));
}

/** How many entries a zip's directory has. */
export async function countEntries(bytes: Uint8Array): Promise<number> {
  return (await openZip(bytes)).entryCount;
}

function openZip(bytes: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), { lazyEntries: true }, (error, zip) => (error ? reject(error) : resolve(zip)));
  });
}
