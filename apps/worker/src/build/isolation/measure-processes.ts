import { readFile, readdir } from "node:fs/promises";

export type ProcessUse = { processes: number; memoryBytes: number };

/**
 * Counts what runs inside a bubblewrap, and the memory that it has for itself, as the kernel tells it in the /proc that
 * was made for the inside. Null when it has ended, or not yet begun.
 */
export async function measureProcesses(bubblewrapPid: number): Promise<ProcessUse | null> {
  try {
    const [init] = (await readFile(`/proc/${bubblewrapPid}/task/${bubblewrapPid}/children`, "utf8")).trim().split(" ");
    if (!init) return null;
    const inside = `/proc/${init}/root/proc`;
    const pids = (await readdir(inside)).filter((name) => /^\d+$/.test(name));
    const sizes = await Promise.all(pids.map((pid) => memoryOf(`${inside}/${pid}/status`)));
    return { processes: pids.length, memoryBytes: sizes.reduce((sum, size) => sum + size, 0) };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** What is a process's own or shared by no file. Programs and libraries are the system's to keep or drop. */
async function memoryOf(statusFile: string): Promise<number> {
  try {
    const status = await readFile(statusFile, "utf8");
    const kilobytes = [...status.matchAll(/^(?:RssAnon|RssShmem|VmSwap):\s+(\d+) kB/gm)].map(([, size]) => Number(size));
    return kilobytes.reduce((sum, size) => sum + size, 0) * 1024;
  } catch (error) {
    if (isGone(error)) return 0;
    throw error;
  }
}

/** A process that ends is gone between one call and the next; before it begins, its folders are another's. */
function isGone(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ESRCH" || code === "EACCES" || code === "EPERM";
}
