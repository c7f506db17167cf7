import { createReadStream, createWriteStream, openAsBlob, type Stats } from "node:fs";
import { lstat, mkdtemp, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { WindlassError } from "@windlass/contracts/error";
import { uploadLimits } from "@windlass/contracts/upload";
import { pack, type Pack } from "tar-stream";
import type { LocalSource } from "./read-local-source.js";

export interface PackedSource {
  archive: Blob;
  files: number;
  /** What is listed and cannot be sent: submodules, repositories inside, and what is no file. */
  left: string[];
  close: () => Promise<void>;
}

/**
 * Packs a working copy into a gzipped tar archive on the disk: the same files give the same bytes, wherever and whenever.
 * Throws `payload_too_large` for what the server would refuse.
 */
export async function packSource({ root, paths }: Pick<LocalSource, "root" | "paths">, signal: AbortSignal): Promise<PackedSource> {
  const folder = await mkdtemp(join(tmpdir(), "windlass-upload-"));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const file = join(folder, "source.tar.gz");
    const tar = pack();
    const written = pipeline(tar, createGzip(), createWriteStream(file, { mode: 0o600 }), { signal });
    const [packed] = await Promise.all([addAll(tar, { root, paths }), written]);
    const archive = await openAsBlob(file);
    if (archive.size > uploadLimits.packedBytes) throw tooLarge(`The archive is larger than ${megabytes(uploadLimits.packedBytes)}.`);
    return { archive, ...packed, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function addAll(tar: Pack, { root, paths }: Pick<LocalSource, "root" | "paths">): Promise<Pick<PackedSource, "files" | "left">> {
  const left: string[] = [];
  let files = 0;
  let sizeBytes = 0;
  try {
    for (const path of paths) {
      const file = join(root, path);
      const found = await lstat(file).catch(() => null);
      if (found === null) continue;
      if (!found.isFile() && !found.isSymbolicLink()) {
        left.push(path);
        continue;
      }
      files += 1;
      sizeBytes += found.size;
      refuseBeyondLimits({ path, found, files, sizeBytes });
      await add(tar, { path, file, found });
    }
    tar.finalize();
  } catch (error) {
    tar.destroy(error instanceof Error ? error : new Error(String(error)));
    throw error;
  }
  return { files, left };
}

function refuseBeyondLimits({ path, found, files, sizeBytes }: { path: string; found: Stats; files: number; sizeBytes: number }): void {
  if (found.size > uploadLimits.fileBytes) throw tooLarge(`${path} is larger than ${megabytes(uploadLimits.fileBytes)}.`);
  if (files > uploadLimits.entries) throw tooLarge(`There are more than ${uploadLimits.entries} files.`);
  if (sizeBytes > uploadLimits.unpackedBytes) throw tooLarge(`The files are larger than ${megabytes(uploadLimits.unpackedBytes)} together.`);
}

/** Of what a file has besides its content, git knows only whether it can be run. */
async function add(tar: Pack, { path, file, found }: { path: string; file: string; found: Stats }): Promise<void> {
  const header = { name: path, mtime: new Date(0), uid: 0, gid: 0, uname: "", gname: "" };
  if (found.isSymbolicLink()) {
    const linkname = await readlink(file);
    return new Promise((resolve, reject) => tar.entry({ ...header, type: "symlink", linkname, mode: 0o777, size: 0 }, (error) => (error ? reject(error) : resolve())));
  }
  await pipeline(createReadStream(file), tar.entry({ ...header, type: "file", mode: (found.mode & 0o100) === 0 ? 0o644 : 0o755, size: found.size }));
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

function tooLarge(reason: string): WindlassError {
  return new WindlassError("payload_too_large", `The folder is too large to be sent. ${reason}`, {
    hint: "Let git ignore what the build does not need, or deploy from the repository.",
  });
}
