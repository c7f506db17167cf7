import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openProcessorGroups } from "./processor-groups.js";

let folder: string;
let trees = 0;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-groups-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A folder in place of the kernel's tree, and the files that tell of it. */
async function tree(mount: (root: string) => string, own: string): Promise<{ root: string; files: { mounts: string; own: string } }> {
  const root = join(folder, String((trees += 1)));
  await mkdir(join(root, "service"), { recursive: true });
  const files = { mounts: join(folder, `${trees}.mounts`), own: join(folder, `${trees}.own`) };
  await writeFile(files.mounts, `proc /proc proc rw 0 0\n${mount(root)}\n`);
  await writeFile(files.own, own);
  return { root, files };
}

it("halves the share and keeps to the processors inside its own groups, where each has a tree of its own", async () => {
  const { root, files } = await tree((at) => `cgroup ${at}/cpu cgroup rw,relatime,cpu,cpuacct 0 0\ncgroup ${at}/set cgroup rw,cpuset 0 0`, "4:memory:/other\n3:cpu,cpuacct:/service\n2:cpuset:/\n0::/\n");
  await mkdir(join(root, "cpu/service"), { recursive: true });
  await mkdir(join(root, "set"));
  await writeFile(join(root, "set/cpuset.mems"), "0-1\n");
  const groups = [join(root, "cpu/service/windlass-builds"), join(root, "set/windlass-builds")];
  expect(await openProcessorGroups("2,3", files)).toEqual(groups);
  expect(await openProcessorGroups("1", files)).toEqual(groups);
  expect(await contents(groups[0], "cpu.shares")).toBe("512");
  expect(await contents(groups[1], "cpuset.cpus")).toBe("1");
  expect(await contents(groups[1], "cpuset.mems")).toBe("0-1");
  expect(await openProcessorGroups(undefined, files)).toEqual(groups.slice(0, 1));
});

it("does so in one group below the root where there is one tree for all", async () => {
  const { root, files } = await tree((at) => `cgroup2 ${at} cgroup2 rw,nosuid 0 0`, "0::/system.slice/windlass.service\n");
  const folder = join(root, "windlass-builds");
  expect(await openProcessorGroups("1-3", files)).toEqual([folder]);
  expect(await contents(folder, "cpu.weight")).toBe("50");
  expect(await contents(folder, "cpuset.cpus")).toBe("1-3");
  expect(await contents(root, "cgroup.subtree_control")).toBe("+cpuset");
  expect(await openProcessorGroups(undefined, files)).toEqual([folder]);
  expect(await contents(folder, "cpuset.cpus")).toBe("\n");
});

it("has the share where the processors themselves cannot be kept apart", async () => {
  const { root, files } = await tree((at) => `cgroup ${at} cgroup rw,cpu 0 0\ncgroup2 /proc/self/fdinfo cgroup2 rw 0 0`, "1:cpu:/service\n0::/\n");
  expect(await openProcessorGroups("1", files)).toEqual([join(root, "service/windlass-builds")]);
});

const contents = (folder: string | undefined, file: string): Promise<string> => readFile(join(folder ?? "", file), "utf8");

it("makes none where the kernel's tree may not be written, or there is none", async () => {
  const closed = await tree(() => "cgroup2 /proc/self/fdinfo cgroup2 ro 0 0", "0::/\n");
  expect(await openProcessorGroups("1", closed.files)).toEqual([]);
  // As in a container that sees its group under another path.
  const elsewhere = await tree((at) => `cgroup ${at} cgroup rw,cpu 0 0`, "1:cpu:/docker/abc\n");
  expect(await openProcessorGroups("1", elsewhere.files)).toEqual([]);
  const none = await tree(() => "tmpfs /tmp tmpfs rw 0 0", "0::/\n");
  expect(await openProcessorGroups("1", none.files)).toEqual([]);
});
