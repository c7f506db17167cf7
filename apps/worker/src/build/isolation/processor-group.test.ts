import { mkdtemp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openProcessorGroup } from "./processor-group.js";

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

it("halves the share inside its own group where the processors have a tree of their own", async () => {
  const { root, files } = await tree((at) => `cgroup ${at} cgroup rw,relatime,cpu,cpuacct 0 0`, "4:memory:/other\n3:cpu,cpuacct:/service\n0::/\n");
  expect(await openProcessorGroup(files)).toBe(join(root, "service/windlass-builds"));
  expect(await openProcessorGroup(files)).toBe(join(root, "service/windlass-builds"));
  expect(await readFile(join(root, "service/windlass-builds/cpu.shares"), "utf8")).toBe("512");
});

it("halves the weight below the root where there is one tree for all", async () => {
  const { root, files } = await tree((at) => `cgroup2 ${at} cgroup2 rw,nosuid 0 0`, "0::/system.slice/windlass.service\n");
  expect(await openProcessorGroup(files)).toBe(join(root, "windlass-builds"));
  expect(await readFile(join(root, "windlass-builds/cpu.weight"), "utf8")).toBe("50");
  expect(await readFile(join(root, "cgroup.subtree_control"), "utf8")).toBe("+cpu");
});

it("makes none where the kernel's tree may not be written, or there is none", async () => {
  const closed = await tree(() => "cgroup2 /proc/self/fdinfo cgroup2 ro 0 0", "0::/\n");
  expect(await openProcessorGroup(closed.files)).toBeNull();
  // As in a container that sees its group under another path.
  const elsewhere = await tree((at) => `cgroup ${at} cgroup rw,cpu 0 0`, "1:cpu:/docker/abc\n");
  expect(await openProcessorGroup(elsewhere.files)).toBeNull();
  const none = await tree(() => "tmpfs /tmp tmpfs rw 0 0", "0::/\n");
  expect(await openProcessorGroup(none.files)).toBeNull();
});
