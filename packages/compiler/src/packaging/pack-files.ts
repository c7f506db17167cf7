import { createHash } from "node:crypto";
import type { ArtifactShelf } from "../artifact-shelf.js";
import type { FileSource } from "../file-source.js";
import type { Content } from "./check-contents.js";
import { mapBounded } from "./map-bounded.js";
import type { PackedZip } from "./packed-zip.js";
import { spoolZip } from "./spool-zip.js";
import { entryOf, type ZipEntry } from "./write-zip.js";

/** One file of a zip: its name in it, and where its content comes from. */
export type PackFile = { name: string; path: string } | { name: string; content: Uint8Array };

export type PackOptions = {
  files: FileSource;
  shelf: ArtifactShelf | undefined;
  signal: AbortSignal | undefined;
  /** Told now and then while a large zip is made: how many of its files are packed. */
  onProgress: (done: number) => void;
  /** Sees what is going into the zip before it is made. Throws to refuse it. */
  check?: ((contents: readonly Content[]) => Promise<void>) | undefined;
};

const inspectedAtOnce = 32;
const hashedAtOnce = 8;
const progressEveryMs = 2_000;

/** A zip of files. One that the shelf has is not made again. Throws as `spoolZip`. */
export async function packFiles(files: readonly PackFile[], options: PackOptions): Promise<PackedZip> {
  const entries = (await mapBounded(lastOfEachName(files), inspectedAtOnce, (file) => toEntry(file, options.files))).filter((entry) => entry !== null);
  await options.check?.(entries);
  const { shelf, signal } = options;
  const fingerprint = shelf && (await fingerprintOf(entries, shelf));
  const known = fingerprint === undefined ? null : await shelf?.find(fingerprint);
  if (known) return known;
  const made = await spoolZip(entries, { shelf, signal, onEntry: createProgress(options.onProgress) });
  if (fingerprint !== undefined) await shelf?.keep(fingerprint, made);
  return made;
}

type Entry = ZipEntry & { version: string | null; path: string | null };

/** Null for a file that is gone since it was listed. */
async function toEntry(file: PackFile, files: FileSource): Promise<Entry | null> {
  const { name } = file;
  if ("content" in file) return { ...entryOf(name, file.content), version: null, path: null };
  const { path } = file;
  const info = await files.inspect(path);
  if (!info) return null;
  return {
    name,
    path,
    ...info,
    stream: () => files.stream(path),
    async read() {
      const found = await files.read(path);
      if (!found) throw new Error(`${path} is gone since it was listed`);
      return found.content;
    },
  };
}

/**
 * Files outside the service's directory lose their dots, and may then have the name of another. The reference puts both
 * in, sorted by where they come from, and whoever unpacks the zip is left with the last.
 */
function lastOfEachName(files: readonly PackFile[]): PackFile[] {
  const byName = new Map<string, PackFile>();
  const pathOf = (file: PackFile): string => ("path" in file ? file.path : "");
  for (const file of files) {
    const other = byName.get(file.name);
    if (!other || pathOf(other) < pathOf(file)) byName.set(file.name, file);
  }
  return Array.from(byName.values());
}

async function fingerprintOf(entries: readonly Entry[], shelf: ArtifactShelf): Promise<string> {
  const hashes = await mapBounded(entries, hashedAtOnce, (entry) => contentHash(entry, shelf));
  const lines = entries.map(({ name, executable }, index) => `${name}\0${executable ? "x" : "-"}${hashes[index]}\n`);
  return createHash("sha256").update(lines.sort().join("")).digest("hex");
}

async function contentHash(entry: Entry, { contentHashes }: ArtifactShelf): Promise<string> {
  const known = entry.version === null ? undefined : contentHashes.get(entry.version);
  if (known !== undefined) return known;
  const hash = createHash("sha256");
  for await (const piece of entry.stream()) hash.update(piece);
  const digest = hash.digest("hex");
  if (entry.version !== null) contentHashes.set(entry.version, digest);
  return digest;
}

function createProgress(onProgress: (done: number) => void): () => void {
  let done = 0;
  let toldAt = Date.now();
  return () => {
    done += 1;
    const now = Date.now();
    if (now - toldAt < progressEveryMs) return;
    toldAt = now;
    onProgress(done);
  };
}
