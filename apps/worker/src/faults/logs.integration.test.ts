import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorkerProcess } from "../testing/worker-process.js";
import { openFaultWorld, type FaultService, type FaultWorld } from "./fault-world.js";
import { isWhole, repeats } from "./how-often.js";

let world: FaultWorld;
let worker: WorkerProcess;

beforeAll(async () => {
  world = await openFaultWorld();
  worker = await world.startProcess();
});
afterAll(() => world.close());

/** A line that no decoder likes: half a character, an escape sequence, a NUL and a carriage return. */
const odd = String.raw`process.stdout.write(Buffer.from([0xff, 0xfe, 0xc3, 0x28, 0x00, 0x1b, 0x5b, 0x33, 0x31, 0x6d, 0x61, 0x0d, 0x62, 0x0a]));`;
const lines = isWhole ? 1_000_000 : 60_000;
const burst = `
${odd}
process.stdout.write("x".repeat(10 * 1024 * 1024) + "\\n");
let n = 0;
const more = () => {
  let chunk = "";
  while (n < ${lines} && chunk.length < 65536) chunk += "line " + (n += 1) + "\\n";
  if (chunk !== "") process.stdout.write(chunk, more);
};
more();
`;

/** The most memory that the process ever had, in MB. */
async function peakMb(pid: number): Promise<number> {
  return Number(/^VmHWM:\s+(\d+) kB/m.exec(await readFile(`/proc/${pid}/status`, "utf8"))?.[1]) / 1024;
}

let versions = 0;

/** How long deployments of changed code take, one after the other, until it is enough. */
async function durationsOf(service: FaultService, isEnough: (count: number) => Promise<boolean>): Promise<number[]> {
  const tookMs: number[] = [];
  while (!(await isEnough(tookMs.length))) {
    versions += 1;
    await service.release(`changed-${versions}`);
    const startedAt = performance.now();
    await world.waitForEnd(await world.request(service));
    tookMs.push(performance.now() - startedAt);
  }
  return tookMs;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

describe("a burst of output (F27)", () => {
  // Needs a machine that does nothing else: the whole form alone.
  it.for(repeats(0, 1))("slows a deployment beside it by less than a tenth: round %i", { timeout: 300_000 }, async () => {
    const other = await world.addSmallService();
    const alone = await durationsOf(other, async (count) => count >= 6);
    const loud = await world.addSmallService({ files: { "build.mjs": burst }, buildCommand: ["node", "build.mjs"] });
    const id = await world.request(loud);
    const isBuilding = async () => (await world.waitFor(id, () => true)).steps.find(({ name }) => name === "build")?.state === "running";
    await expect.poll(isBuilding, { timeout: 60_000 }).toBe(true);
    const beside = await durationsOf(other, async () => !(await isBuilding()));
    // The last one outlived the burst.
    const ratio = median(beside.slice(0, -1)) / median(alone.slice(1));
    process.stdout.write(`F27: alone ${alone.map(Math.round).join(" ")} ms, beside ${beside.map(Math.round).join(" ")} ms: ${ratio.toFixed(2)}\n`);
    await world.expectSound([id], { again: false });
    expect(ratio).toBeLessThan(1.1);
  });

  it.each(repeats(1, 2))("is kept, cut where it is too long, in bounded memory: round %i", { timeout: 600_000 }, async () => {
    const quiet = await world.addSmallService({ buildCommand: ["node", "--version"] });
    await world.expectSound([await world.request(quiet)], { again: false });
    const before = await peakMb(worker.pid);
    const loud = await world.addSmallService({ files: { "build.mjs": burst }, buildCommand: ["node", "build.mjs"] });
    const id = await world.request(loud);
    await expect.poll(async () => (await world.waitFor(id, () => true)).steps.find(({ name }) => name === "build")?.state, { timeout: 400_000, interval: 500 }).toBe("succeeded");
    const [deployment] = await world.expectSound([id], { again: false });
    expect(deployment).toMatchObject({ state: "succeeded" });
    expect((await peakMb(worker.pid)) - before).toBeLessThan(100);
    const { rows } = await world.db.pool.query<{ text: string }>(
      "SELECT payload ->> 'text' AS text FROM events WHERE deployment_id = $1 AND payload ->> 'stream' = 'stdout' ORDER BY seq LIMIT 3",
      [id],
    );
    expect(rows[0]?.text).toContain("b");
    expect(rows[1]?.text).toMatch(/^x{16384} … \[line cut\]$/);
    expect(rows[2]?.text).toBe("line 1");
    const { rows: counted } = await world.db.pool.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM events WHERE deployment_id = $1 AND payload ->> 'text' LIKE 'line %'",
      [id],
    );
    expect(counted[0]?.count).toBe(lines);
  });
});
