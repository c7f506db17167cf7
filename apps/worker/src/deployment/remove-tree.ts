import { opendir, rmdir, unlink } from "node:fs/promises";
import { join } from "node:path";

/** So many at once: `fs.rm` asks for all files of a folder at once, and everything else that needs the disk waits behind them. */
const lanes = 2;

/**
 * Removes a folder with all that is in it, without a crowd of requests however many files there are. One that is not there
 * is removed already. Throws what the system says of a file that cannot be removed.
 */
export async function removeTree(folder: string): Promise<void> {
  const directory = await opendir(folder, { bufferSize: 256 }).catch(unlessGone);
  if (!directory) return;
  const entries = directory[Symbol.asyncIterator]();
  const lane = async (): Promise<void> => {
    for (let next = await entries.next(); next.done !== true; next = await entries.next()) {
      const path = join(folder, next.value.name);
      await (next.value.isDirectory() ? removeTree(path) : unlink(path).catch(unlessGone));
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
  await rmdir(folder).catch(unlessGone);
}

function unlessGone(error: unknown): null {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}
