import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What the kernel calls them: control groups. */
const groupName = "windlass-builds";

/** Where processors are short, all builds together get half of what another service or group gets; a group that asks for nothing has 1024, or 100. */
export const processorShares = 512;
const weight = 50;

/** Where the kernel tells what there is. */
const kernelFiles = { mounts: "/proc/self/mounts", own: "/proc/self/cgroup" };

/**
 * Makes the control group in which builds share the processors, and returns its folder. Null where this process may not: that
 * takes root, and a kernel whose groups are mounted to be written, which those of a container are not.
 */
export async function openProcessorGroup(files = kernelFiles): Promise<string | null> {
  try {
    const group = findGroup(await readFile(files.mounts, "utf8"), await readFile(files.own, "utf8"));
    if (group === null) return null;
    await mkdir(group.folder).catch(unlessThere);
    if (group.controllers !== null) await writeFile(group.controllers, "+cpu");
    await writeFile(join(group.folder, group.file), String(group.value));
    return group.folder;
  } catch (error) {
    if (error instanceof Error && "code" in error) return null;
    throw error;
  }
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
}

type Group = { folder: string; file: string; value: number; controllers: string | null };

/** Version 1 has a tree of groups for the processors alone, version 2 one for all, whose root says what its branches divide. */
function findGroup(mounts: string, own: string): Group | null {
  const mounted = mounts.split("\n").map((line) => line.split(" "));
  const ofVersion1 = mounted.find(([, , type, options = ""]) => type === "cgroup" && options.split(",").includes("cpu"));
  if (ofVersion1) {
    const line = own.split("\n").find((one) => one.split(":")[1]?.split(",").includes("cpu"));
    return { folder: join(ofVersion1[1] ?? "", line?.split(":")[2] ?? "/", groupName), file: "cpu.shares", value: processorShares, controllers: null };
  }
  const root = mounted.find(([, , type]) => type === "cgroup2")?.[1];
  if (root === undefined) return null;
  return { folder: join(root, groupName), file: "cpu.weight", value: weight, controllers: join(root, "cgroup.subtree_control") };
}

/**
 * Puts a bubblewrap, which waits, and the one process that it has begun into the group; all that they start will be there.
 * Throws what the kernel says, but for a bubblewrap that has ended.
 */
export async function enterProcessorGroup(group: string, bubblewrapPid: number): Promise<void> {
  const enter = (pid: string | number): Promise<void> => writeFile(join(group, "cgroup.procs"), String(pid));
  try {
    await enter(bubblewrapPid);
    let inside: string[] = [];
    for (; inside.length === 0; await sleep(1)) {
      inside = (await readFile(`/proc/${bubblewrapPid}/task/${bubblewrapPid}/children`, "utf8")).trim().split(" ").filter((pid) => pid !== "");
      for (const pid of inside) await enter(pid);
    }
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (code !== "ESRCH" && code !== "ENOENT") throw error;
  }
}
