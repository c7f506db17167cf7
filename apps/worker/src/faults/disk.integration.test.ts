import { execFile } from "node:child_process";
import { mkdtemp, rm, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFaultWorld, type FaultWorld } from "./fault-world.js";
import { repeats } from "./how-often.js";

const run = promisify(execFile);
/** Runs a program as root: mounting needs it. */
const asRoot = (program: string, args: readonly string[]) =>
  process.getuid?.() === 0 ? run(program, args) : run("sudo", ["-n", program, ...args]);
const sizeBytes = 4 * 1024 * 1024;

let folder: string;
let world: FaultWorld;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-fault-disk-"));
  await asRoot("mount", ["-t", "tmpfs", "-o", `size=${sizeBytes},mode=777`, "windlass-fault", folder]);
  world = await openFaultWorld();
  await world.startProcess({ env: { WINDLASS_DATA: folder } });
});
afterAll(async () => {
  await world.close();
  await asRoot("umount", ["--lazy", folder]);
  await rm(folder, { recursive: true, force: true });
});

const noise = (sizeMb: number) =>
  `import { writeFileSync } from "node:fs"; import { randomBytes } from "node:crypto"; writeFileSync("big.bin", randomBytes(${sizeMb} * 1024 * 1024));`;

describe("a disk that is full (F18)", () => {
  it.each(repeats(1, 5))("fails the deployment with that reason, and what it took is free again: round %i", { timeout: 120_000 }, async () => {
    const free = async (): Promise<number> => {
      const { bavail, bsize } = await statfs(folder);
      return bavail * bsize;
    };
    const building = await world.addSmallService({ files: { "build.mjs": noise(8) }, buildCommand: ["node", "build.mjs"] });
    // Larger than the disk even when it is compressed: the mirror cannot take it.
    const cloning = await world.addSmallService({ files: { "random.txt": Array.from({ length: 700_000 }, () => Math.random().toString(36)).join("\n") } });
    for (const service of [building, cloning]) {
      const ended = await world.waitForEnd(await world.request(service));
      expect(ended).toMatchObject({ state: "failed", error: { code: "disk_full", message: expect.stringContaining("disk of the worker is full"), hint: expect.stringContaining("Free space") } });
      await expect.poll(free, { timeout: 10_000 }).toBeGreaterThan(sizeBytes / 2);
    }
    const small = await world.addSmallService();
    await world.expectSound([await world.request(small)]);
  });
});
