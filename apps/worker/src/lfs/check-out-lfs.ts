import { chmod, constants, copyFile, rm } from "node:fs/promises";
import { WindlassError } from "@windlass/contracts/error";
import type { Git } from "../git/git.js";
import { fetchObjects, takeObjects, type FetchObjects } from "./fetch-objects.js";
import { findPointers, type PointerFile } from "./find-pointers.js";
import { lfsServerOf } from "./lfs-server.js";
import { hasObject, objectPath } from "./store-object.js";

export type LfsInput = Pick<FetchObjects, "store" | "allowedHosts" | "signal"> & {
  /** Git for what is on the disk. */
  local: Git;
  source: { url: string; mirror: string; sha: string; root: string };
  /** The header that opens the repository's own server. */
  authorization: () => Promise<string | null>;
  /** Code of people who may push, whose `.lfsconfig` may say where at the repository's host its token is sent. */
  isTrusted: boolean;
  /** What the files may take together. */
  diskBytes: number;
};

/**
 * Puts the files that a checkout's pointers stand for in their place; says how many.
 * Throws `address_refused`, `lfs_unavailable` and `build_over_limit`.
 */
export async function checkOutLfs(input: LfsInput): Promise<number> {
  const { local, source, store, diskBytes } = input;
  const pointers = await findPointers(local, source.root);
  const bytes = pointers.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  if (bytes > diskBytes) {
    throw new WindlassError("build_over_limit", `The Git LFS files of the commit are ${Math.round(bytes / 1024 / 1024)} MB, more than a build may write to the disk (${Math.round(diskBytes / 1024 / 1024)} MB).`, {
      hint: "Deploy fewer of them, or raise WINDLASS_BUILD_DISK_MB of the worker.",
    });
  }
  const missing = new Map<string, PointerFile>();
  for (const pointer of pointers) if (!(await hasObject(store, pointer))) missing.set(pointer.oid, pointer);
  if (missing.size > 0) await getObjects(input, [...missing.values()]);
  for (const pointer of pointers) await replace(pointer, store);
  return pointers.length;
}

async function getObjects(input: LfsInput, objects: readonly PointerFile[]): Promise<void> {
  const { source, store, isTrusted } = input;
  if (source.url.startsWith("/")) return takeObjects(source.url, store, objects);
  const written = await readLfsConfig(input);
  const server = lfsServerOf(source.url, written);
  const isOpened = server.isOwn && (isTrusted || written === null);
  await fetchObjects({ ...input, server: server.url, authorization: isOpened ? await input.authorization() : null }, objects);
}

/** The one setting of the commit's `.lfsconfig` that counts here, read by git as a setting and as nothing else. */
async function readLfsConfig({ local, source: { mirror, sha } }: LfsInput): Promise<string | null> {
  const read = await local.run(["--git-dir", mirror, "config", "--blob", `${sha}:.lfsconfig`, "--get", "lfs.url"]);
  return read.ok && read.stdout.trim() !== "" ? read.stdout.trim() : null;
}

async function replace({ path, oid, mode }: PointerFile, store: string): Promise<void> {
  await rm(path);
  await copyFile(objectPath(store, oid), path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  await chmod(path, mode & 0o777);
}
