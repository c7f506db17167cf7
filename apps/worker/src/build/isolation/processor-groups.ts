import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What the kernel calls them: control groups. */
const groupName = "windlass-builds";

/** Where processors are short, all builds together get half of what another service or group gets; a group that asks for nothing has 1024, or 100. */
export const processorShares = 512;
const weight = 50;

/** Where the kernel tells what there is. */
const kernelFiles = { mounts: "/proc/self/mounts", own: "/proc/self/cgroup" };

/**
 * Makes the control groups that keep builds to their share of the processors, and to those of a comma-separated list, and returns their folders. Fewer,
 * or none, where this process may not: that takes root, and a kernel whose groups are mounted to be written, which those of a container are not.
 */
export async function openProcessorGroups(processors: string | undefined, files = kernelFiles): Promise<string[]> {
  const groups = findGroups(await readFile(files.mounts, "utf8").catch(() => ""), await readFile(files.own, "utf8").catch(() => ""), processors);
  const made: string[] = [];
  for (const group of groups) if (await make(group)) made.push(group.folder);
  return [...new Set(made)];
}

type Group = { folder: string; controller: string; isVersion2: boolean; values: (folder: string) => Promise<Record<string, string>> };

async function make({ folder, controller, isVersion2, values }: Group): Promise<boolean> {
  try {
    await mkdir(folder).catch(unlessThere);
    if (isVersion2) await writeFile(join(dirname(folder), "cgroup.subtree_control"), `+${controller}`);
    for (const [file, value] of Object.entries(await values(folder))) await writeFile(join(folder, file), value);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error) return false;
    throw error;
  }
}

function unlessThere(error: unknown): void {
  if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
}

/** Version 1 has a tree of groups for each controller, version 2 one for all, whose root says what its branches divide. */
function findGroups(mounts: string, own: string, processors: string | undefined): Group[] {
  const mounted = mounts.split("\n").map((line) => line.split(" "));
  const ofVersion1 = (controller: string): string | null => {
    const root = mounted.find(([, , type, options = ""]) => type === "cgroup" && options.split(",").includes(controller))?.[1];
    const line = own.split("\n").find((one) => one.split(":")[1]?.split(",").includes(controller));
    return root === undefined ? null : join(root, line?.split(":")[2] ?? "/", groupName);
  };
  const root2 = mounted.find(([, , type]) => type === "cgroup2")?.[1];
  const groupOf = (controller: string, values1: Group["values"], values2: Group["values"]): Group[] => {
    const folder = ofVersion1(controller);
    if (folder !== null) return [{ folder, controller, isVersion2: false, values: values1 }];
    return root2 === undefined ? [] : [{ folder: join(root2, groupName), controller, isVersion2: true, values: values2 }];
  };
  const shares = groupOf("cpu", async () => ({ "cpu.shares": String(processorShares) }), async () => ({ "cpu.weight": String(weight) }));
  // In version 1 a group has no memory to take from until it is told.
  const withMemory = async (folder: string): Promise<Record<string, string>> => ({
    "cpuset.mems": (await readFile(join(dirname(folder), "cpuset.mems"), "utf8")).trim(),
    "cpuset.cpus": processors ?? "",
  });
  // An empty line takes back what an earlier worker set: in version 2 the group is the one of the shares too.
  const kept = groupOf("cpuset", withMemory, async () => ({ "cpuset.cpus": processors ?? "\n" }));
  return [...shares, ...kept.filter(({ isVersion2 }) => isVersion2 || processors !== undefined)];
}

/**
 * Puts a bubblewrap, which waits, and the one process that it has begun into the groups; all that they start will be there.
 * Throws what the kernel says, but for a bubblewrap that has ended.
 */
export async function enterProcessorGroups(groups: readonly string[], bubblewrapPid: number): Promise<void> {
  const enter = async (pid: string | number): Promise<void> => {
    for (const group of groups) await writeFile(join(group, "cgroup.procs"), String(pid));
  };
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
