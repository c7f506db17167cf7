import { Buffer } from "node:buffer";
import { ZipFile } from "yazl";
import type { FileContent } from "../file-source.js";

/** The earliest time that the format can hold, so that equal files make equal zips on any machine at any time. */
const fixedTime = new Date(1980, 0, 1);
const executableMode = 0o100755;
const plainMode = 0o100644;

export type ZipEntry = { name: string } & FileContent;

/** A zip of these entries, sorted by name, with fixed times and modes: the same bytes for the same files. */
export async function zip(entries: readonly ZipEntry[]): Promise<Uint8Array> {
  const file = new ZipFile();
  const sorted = [...entries].sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
  for (const { name, content, executable } of sorted) {
    file.addBuffer(Buffer.from(content.buffer, content.byteOffset, content.byteLength), name, {
      mtime: fixedTime,
      mode: executable ? executableMode : plainMode,
      forceDosTimestamp: true,
    });
  }
  const chunks: Buffer[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    file.outputStream.on("data", (chunk: Buffer) => chunks.push(chunk));
    file.outputStream.on("end", () => resolve(Buffer.concat(chunks)));
    file.outputStream.on("error", reject);
  });
  file.end();
  return done;
}
