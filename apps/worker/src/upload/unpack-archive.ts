import { createWriteStream } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Transform, type Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { WindlassError } from "@windlass/contracts/error";
import { extract, type Extract, type Header } from "tar-stream";
import { readEntryName, wrongTarget } from "./entry-name.js";

export type UnpackLimits = { unpackedBytes: number; fileBytes: number; entries: number };

export type UnpackInput = {
  /** A gzipped tar archive, from anybody. */
  archive: Readable;
  /** A folder that does not exist yet: nothing but what is unpacked is ever in it. */
  target: string;
  limits: UnpackLimits;
  signal: AbortSignal;
};

type Entry = Extract extends AsyncIterable<infer One> ? One : never;

export type Unpacked = { files: number; sizeBytes: number };

/** A tar header, with the padding of what it is of. */
const overheadBytes = 2_048;

/**
 * Unpacks files, folders and links that stay inside; anything else refuses the whole archive. Links are made last, so that nothing
 * is written through one. Reads and keeps no more than the limits, whatever the archive says of itself.
 * Throws `upload_invalid`, and what the disk says.
 */
export async function unpackArchive({ archive, target, limits, signal }: UnpackInput): Promise<Unpacked> {
  const tar = extract();
  const unpacker = openUnpacker(target, limits);
  const most = limits.unpackedBytes + limits.entries * overheadBytes;
  await mkdir(target, { recursive: true });
  const consume = async (): Promise<void> => {
    for await (const entry of tar) await unpacker.take(entry);
  };
  const [read, taken] = await Promise.allSettled([pipeline(archive, createGunzip(), atMost(most), tar, { signal }), consume()]);
  signal.throwIfAborted();
  // When an entry is refused the pipeline ends too, with an error that says less.
  if (taken.status === "rejected" && taken.reason instanceof WindlassError) throw taken.reason;
  if (read.status === "rejected") throw readProblem(read.reason);
  if (taken.status === "rejected") throw readProblem(taken.reason);
  return unpacker.finish();
}

/** What the disk says is not the archive's fault. */
function readProblem(error: unknown): unknown {
  if (error instanceof WindlassError || (error instanceof Error && "syscall" in error)) return error;
  return invalid(`It cannot be read: ${error instanceof Error ? error.message : String(error)}`, error);
}

function invalid(reason: string, cause?: unknown): WindlassError {
  return new WindlassError("upload_invalid", `The uploaded archive is refused. ${reason}`, cause === undefined ? {} : { cause });
}

function atMost(limit: number): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > limit ? invalid(`It is larger than ${megabytes(limit)} when unpacked.`) : null, chunk);
    },
  });
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

function openUnpacker(target: string, limits: UnpackLimits): { take: (entry: Entry) => Promise<void>; finish: () => Promise<Unpacked> } {
  const links = new Map<string, { to: string; name: string }>();
  const folders = new Set<string>([target]);
  let entries = 0;
  let files = 0;
  let sizeBytes = 0;

  const makeFolder = async (path: string): Promise<void> => {
    if (folders.has(path)) return;
    await makeFolder(dirname(path));
    if (folders.size > limits.entries) throw invalid(`It has more than ${limits.entries} folders.`);
    await mkdir(path);
    folders.add(path);
  };
  const count = ({ size, name }: Header): void => {
    entries += 1;
    sizeBytes += size;
    if (entries > limits.entries) throw invalid(`It has more than ${limits.entries} files.`);
    if (size > limits.fileBytes) throw invalid(`${shown(name)} is larger than ${megabytes(limits.fileBytes)}.`);
    if (sizeBytes > limits.unpackedBytes) throw invalid(`It is larger than ${megabytes(limits.unpackedBytes)} when unpacked.`);
  };
  const writeFile = async (entry: Entry, path: string): Promise<void> => {
    await makeFolder(dirname(path));
    // Only ever a new file: `wx` follows no link and overwrites nothing.
    await pipeline(entry, createWriteStream(path, { flags: "wx", mode: (entry.header.mode & 0o100) === 0 ? 0o644 : 0o755 }));
    files += 1;
  };
  return {
    async take(entry) {
      const { header } = entry;
      count(header);
      const name = readEntryName(header.name);
      if ("wrong" in name) throw invalid(`${shown(header.name)} ${name.wrong}.`);
      if (name.parts.length === 0 && header.type !== "directory") throw invalid(`${shown(header.name)} names the folder itself.`);
      const path = join(target, ...name.parts);
      if (header.type === "file") return writeFile(entry, path).catch(explain(header.name));
      if (header.size > 0) throw invalid(`${shown(header.name)} is no file and has content.`);
      entry.resume();
      if (header.type === "directory") return makeFolder(path).catch(explain(header.name));
      if (header.type !== "symlink") throw invalid(`${shown(header.name)} is a ${header.type}; only files, folders and symbolic links are taken.`);
      const to = header.linkname;
      const wrong = wrongTarget(name.parts, to);
      if (wrong !== null) throw invalid(`${shown(header.name)} ${wrong}.`);
      if (links.has(path)) throw invalid(`${shown(header.name)} is there twice.`);
      links.set(path, { to, name: header.name });
    },
    async finish() {
      // Every folder before any link: none is made, and no link, where a link leads.
      for (const [path, { name }] of links) await makeFolder(dirname(path)).catch(explain(name));
      for (const [path, { to, name }] of links) await symlink(to, path).catch(explain(name));
      return { files: files + links.size, sizeBytes };
    },
  };
}

/** A name that is there twice, or is a file and a folder. */
function explain(name: string): (error: unknown) => never {
  return (error) => {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    throw code === "EEXIST" || code === "ENOTDIR" || code === "EISDIR" ? invalid(`${shown(name)} is there twice.`) : error;
  };
}

const shown = (name: string): string => JSON.stringify(name.slice(0, 200));
