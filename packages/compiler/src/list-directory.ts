import { readdir, realpath, stat } from "node:fs/promises";
import { join } from "node:path";
import { absentAsNull, isInside } from "./inside-root.js";

/** A file of a listing: its path from the directory listed, and where it really is. */
export type ListedFile = { path: string; real: string };

type Entry = { name: string; real: string; isDirectory: boolean };
type Level = { directory: string; prefix: string; /** Real paths of the directories that it is in. */ above: readonly string[] };

/**
 * Every file below a directory, both given by their real paths. Links are followed while they stay inside `root` and
 * climb to none of their own parents. However many ways lead to a directory, the disk is asked about it once.
 * @returns null when there are more than `most` entries to visit
 */
export async function listDirectory(directory: string, options: { root: string; most: number; isSkipped: (name: string) => boolean }): Promise<ListedFile[] | null> {
  const { root, most, isSkipped } = options;
  const known = new Map<string, Entry[]>();
  const entriesOf = async (real: string): Promise<Entry[]> => {
    const entries = known.get(real) ?? (await readEntries(real, root));
    known.set(real, entries);
    return entries;
  };
  const found: ListedFile[] = [];
  const open: Level[] = [{ directory, prefix: "", above: [directory] }];
  let visited = 0;
  for (let level = open.pop(); level; level = open.pop()) {
    const { prefix, above } = level;
    for (const { name, real, isDirectory } of await entriesOf(level.directory)) {
      if (prefix === "" && isSkipped(name)) continue;
      if ((visited += 1) > most) return null;
      if (!isDirectory) found.push({ path: prefix + name, real });
      else if (!above.includes(real)) open.push({ directory: real, prefix: `${prefix}${name}/`, above: [...above, real] });
    }
  }
  return found.sort((a, b) => (a.path < b.path ? -1 : 1));
}

async function readEntries(directory: string, root: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const entry of await readdir(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isFile()) entries.push({ name: entry.name, real: path, isDirectory: false });
    else if (entry.isDirectory()) entries.push({ name: entry.name, real: path, isDirectory: true });
    else if (entry.isSymbolicLink()) entries.push(...(await followLink(path, { name: entry.name, root })));
  }
  return entries;
}

async function followLink(path: string, { name, root }: { name: string; root: string }): Promise<Entry[]> {
  const real = await absentAsNull(realpath(path));
  if (real === null || !isInside(root, real)) return [];
  const info = await absentAsNull(stat(real));
  return info && (info.isFile() || info.isDirectory()) ? [{ name, real, isDirectory: info.isDirectory() }] : [];
}
