import { readFile, readdir, stat } from "node:fs/promises";

export type ProcessUse = { processes: number; threads: number; memoryBytes: number };

/**
 * Counts what runs inside a bubblewrap, as the kernel tells it in the /proc that was made for the inside; with `inDetail`, the
 * threads and the memory as well, which takes longer the more there are. Null when it has ended, or not yet begun.
 */
export async function measureProcesses(bubblewrapPid: number, { inDetail }: { inDetail: boolean }): Promise<ProcessUse | null> {
  try {
    const [init] = (await readFile(`/proc/${bubblewrapPid}/task/${bubblewrapPid}/children`, "utf8")).trim().split(" ");
    if (!init) return null;
    const inside = `/proc/${init}/root/proc`;
    if (await isOurs(inside)) return null;
    const pids = (await readdir(inside)).filter((name) => /^\d+$/.test(name));
    if (!inDetail) return { processes: pids.length, threads: pids.length, memoryBytes: 0 };
    const uses = await Promise.all(pids.map((pid) => useOf(`${inside}/${pid}/status`)));
    const sum = (of: (use: Use) => number): number => uses.reduce((total, use) => total + of(use), 0);
    return { processes: pids.length, threads: sum((use) => use.threads), memoryBytes: sum((use) => use.memoryBytes) };
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
}

/** Until bubblewrap has changed its root, its /proc is the server's, with all that runs there. */
async function isOurs(proc: string): Promise<boolean> {
  const [theirs, ours] = await Promise.all([stat(proc), stat("/proc")]);
  return theirs.dev === ours.dev;
}

type Use = { threads: number; memoryBytes: number };

/** Memory that is a process's own or shared by no file: programs and libraries are the system's to keep or drop. */
async function useOf(statusFile: string): Promise<Use> {
  try {
    const status = await readFile(statusFile, "utf8");
    const kilobytes = [...status.matchAll(/^(?:RssAnon|RssShmem|VmSwap):\s+(\d+) kB/gm)].map(([, size]) => Number(size));
    return { threads: Number(/^Threads:\s+(\d+)/m.exec(status)?.[1] ?? 1), memoryBytes: kilobytes.reduce((sum, size) => sum + size, 0) * 1024 };
  } catch (error) {
    if (isGone(error)) return { threads: 0, memoryBytes: 0 };
    throw error;
  }
}

/** A process that ends is gone between one call and the next; before it begins, its folders are another's. */
function isGone(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return code === "ENOENT" || code === "ESRCH" || code === "EACCES" || code === "EPERM";
}
