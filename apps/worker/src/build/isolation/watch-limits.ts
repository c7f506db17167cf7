import { statfs } from "node:fs/promises";
import { WindlassError } from "@windlass/contracts/error";
import type { BuildLimits } from "./isolation.js";
import { measureFolders } from "./measure-folders.js";
import { measureProcesses, type ProcessUse } from "./measure-processes.js";

export type LimitWatchInput = {
  /** What is watched, as errors begin: `The build`. */
  subject?: string;
  limits: BuildLimits;
  /** Folders that the build may write; all are on one disk. */
  folders: readonly string[];
  /** Told once, with what the build is to be ended for. */
  onExceeded: (error: WindlassError) => void;
};

export type LimitWatch = {
  /** The process of the bubblewrap whose inside is counted. */
  started(pid: number): void;
  /** Looks a last time, after the build. Throws `build_over_limit`. */
  finish(): Promise<void>;
  stop(): void;
};

const intervalMs = 50;
/** Counting processes is cheap, and what forks without end is to be gone before others notice. All else is looked at each so many times. */
const inDetailEvery = 4;
/** However much the disk seems to have left: others may free what the build takes. */
const countAnywayMs = 5_000;
/** Files are counted for at most this part of the time: a tree of many takes long. */
const countingShare = 0.1;

/** Looks many times a second at what a build uses. */
export async function watchLimits({ subject = "The build", limits, folders, onExceeded }: LimitWatchInput): Promise<LimitWatch> {
  const stopped = new AbortController();
  const [disk = ""] = folders;
  const before = await freeOn(disk);
  let pid: number | null = null;
  let told = false;
  let lastCountAt = performance.now();
  let nextCountAt = 0;

  const tell = (excess: Excess | null): void => {
    if (excess === null || told || stopped.signal.aborted) return;
    told = true;
    onExceeded(overLimit(subject, excess));
  };
  const lookAtProcesses = async (inDetail: boolean): Promise<void> => {
    const use = pid === null ? null : await measureProcesses(pid, { inDetail });
    if (use) tell(processExcess(use, limits));
  };
  /** Counting is mostly needed once the disk has lost half of what the build may take. */
  const hasLostMuch = async (): Promise<boolean> => {
    const now = await freeOn(disk);
    return before.bytes - now.bytes > limits.diskBytes / 2 || before.files === 0 || before.files - now.files > limits.files / 2;
  };
  const lookAtFolders = async (): Promise<Excess | null> => {
    const startedAt = performance.now();
    const use = await measureFolders(folders, { bytes: limits.diskBytes, files: limits.files }, stopped.signal);
    lastCountAt = performance.now();
    nextCountAt = lastCountAt + (lastCountAt - startedAt) / countingShare;
    return folderExcess(use, limits);
  };
  let looks = 0;
  const look = async (): Promise<void> => {
    looks += 1;
    const inDetail = looks % inDetailEvery === 0;
    await lookAtProcesses(false);
    if (!inDetail || told) return;
    await lookAtProcesses(true);
    const now = performance.now();
    if (now >= nextCountAt && (now - lastCountAt > countAnywayMs || (await hasLostMuch()))) tell(await lookAtFolders());
  };
  let looking = false;
  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    // What cannot be measured now may be the next time; the kernel's own limits hold meanwhile.
    look().catch(() => undefined).finally(() => (looking = false));
  }, intervalMs);
  const stop = (): void => {
    clearInterval(timer);
    stopped.abort();
  };
  return {
    started: (started) => (pid = started),
    async finish() {
      clearInterval(timer);
      const excess = (await hasLostMuch()) ? await lookAtFolders() : null;
      stop();
      if (excess) throw overLimit(subject, excess);
    },
    stop,
  };
}

async function freeOn(folder: string): Promise<{ bytes: number; files: number }> {
  const { bavail, bsize, ffree } = await statfs(folder);
  return { bytes: bavail * bsize, files: ffree };
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1024 / 1024)} MB`;

type Excess = { what: string; value: string; setting: string };

function processExcess({ processes, threads, memoryBytes }: ProcessUse, limits: BuildLimits): Excess | null {
  if (processes > limits.processes) return { what: "had more processes at once than a build may have", value: String(limits.processes), setting: "WINDLASS_BUILD_PROCESSES" };
  if (threads > limits.threads) return { what: "had more threads at once than the processes of a build may have together", value: String(limits.threads), setting: "WINDLASS_BUILD_PROCESSES" };
  if (memoryBytes > limits.memoryBytes) return { what: "used more memory than a build may have", value: megabytes(limits.memoryBytes), setting: "WINDLASS_BUILD_MEMORY_MB" };
  return null;
}

function folderExcess({ bytes, files }: { bytes: number; files: number }, limits: BuildLimits): Excess | null {
  if (files > limits.files) return { what: "made more files than a build may have", value: String(limits.files), setting: "WINDLASS_BUILD_FILES" };
  if (bytes > limits.diskBytes) return { what: "wrote more to the disk than a build may", value: megabytes(limits.diskBytes), setting: "WINDLASS_BUILD_DISK_MB" };
  return null;
}

function overLimit(subject: string, { what, value, setting }: Excess): WindlassError {
  return new WindlassError("build_over_limit", `${subject} ${what} (${value}) and was ended.`, { hint: `Make it smaller, or raise ${setting} of the worker.` });
}
