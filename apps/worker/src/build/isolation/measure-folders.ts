import { lstat, opendir } from "node:fs/promises";
import { join } from "node:path";

export type FolderUse = { bytes: number; files: number };

const blockBytes = 512;

/**
 * What folders take of the disk. Stops as soon as it is more than `most`, and when `signal` aborts: what it says then is
 * what it had seen. A folder that cannot be read, or is gone meanwhile, counts as one file.
 */
export async function measureFolders(folders: readonly string[], most: FolderUse, signal: AbortSignal): Promise<FolderUse> {
  const use = { bytes: 0, files: 0 };
  const waiting = [...folders];
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const directory = await opendir(folder, { bufferSize: 256 }).catch(() => null);
    if (!directory) continue;
    for await (const entry of directory) {
      const path = join(folder, entry.name);
      use.files += 1;
      if (entry.isDirectory()) waiting.push(path);
      else if (entry.isFile()) use.bytes += await sizeOf(path);
      if (use.bytes > most.bytes || use.files > most.files || signal.aborted) return use;
    }
  }
  return use;
}

async function sizeOf(path: string): Promise<number> {
  const info = await lstat(path).catch(() => null);
  return info === null ? 0 : info.blocks * blockBytes;
}
