import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import type { WorkerProcess } from "../testing/worker-process.js";
import { openFaultWorld } from "./fault-world.js";
import { isWhole, repeats } from "./how-often.js";

/** Three times as long as a job's lock and a deployment's lease last; the short form ends as soon as another worker has done the work. */
const frozenMs = isWhole ? 30_000 : 0;

type Frozen = { worker: WorkerProcess; endsBusy: string };

const freezers = {
  "is stopped (F02)": {
    freeze: async ({ worker }: Frozen) => worker.signal("SIGSTOP"),
    thaw: async ({ worker }: Frozen) => worker.signal("SIGCONT"),
  },
  "is kept busy by its own CPU (F03)": {
    freeze: async ({ worker }: Frozen) => {
      worker.signal("SIGUSR2");
      await vi.waitUntil(() => worker.lines.includes("the CPU is busy"), { timeout: 10_000 });
    },
    thaw: ({ endsBusy }: Frozen) => writeFile(endsBusy, ""),
  },
} as const;

const cases = repeats(1, 5).flatMap((round) => Object.entries(freezers).map(([name, freezer]) => ({ name, round, ...freezer })));

/** In the whole form one at a time: a busy CPU takes it from the others too. */
const play = isWhole ? it : it.concurrent;

describe("workers that freeze, or die, while they deploy", () => {
  play.for(cases)("a worker that $name and comes back after its lock ran out does nothing in AWS any more, round $round", { timeout: 300_000 }, async ({ freeze, thaw }, { expect, onTestFinished }) => {
    // A world of its own: what is frozen here must not hold the deployments of another test.
    const world = await openFaultWorld();
    const endsBusy = join(tmpdir(), `windlass-fault-busy-${randomUUID()}`);
    onTestFinished(async () => {
      await world.close();
      await rm(endsBusy, { force: true });
    });
    const services = await Promise.all([1, 2].map(() => world.addSmallService()));
    const worker = await world.startProcess({ preload: "block-cpu.mjs", env: { WINDLASS_TEST_BLOCK_UNTIL: endsBusy } });
    const frozen = { worker, endsBusy };
    // The last that each asks before it executes its change set: the answer comes when the worker cannot hear it.
    const held = services.map(() => world.proxy.holdNext("DescribeStackEvents"));
    const ids = await Promise.all(services.map((service) => world.request(service)));
    await Promise.all(held.map(({ reached }) => reached));
    await freeze(frozen);
    const frozenAt = Date.now();
    for (const { release } of held) release();
    const successor = await world.startProcess();
    const ended = await Promise.all(ids.map((id) => world.waitForEnd(id)));
    expect(ended.map(({ state, error }) => [state, error])).toEqual(ids.map(() => ["succeeded", null]));
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, frozenAt + frozenMs - Date.now())));
    await thaw(frozen);
    // What it still knows to do, it would do now.
    await expect.poll(() => worker.lines.filter((line) => line.includes("lease_lost")).length, { timeout: 30_000 }).toBe(ids.length);
    const after = await Promise.all(ids.map((id) => world.waitFor(id, () => true)));
    expect(after.map(({ lastSeq }) => lastSeq)).toEqual(ended.map(({ lastSeq }) => lastSeq));
    expect(world.proxy.actions.filter((action) => action === "ExecuteChangeSet")).toHaveLength(ids.length);
    for (const one of [worker, successor]) {
      one.signal("SIGKILL");
      await one.ended;
    }
    await world.expectSound(ids, { again: false });
  });

  // F31: the short form plays the killed workers: deployment/take-over.
  it.for(repeats(0, 2))("a deployment that kills its workers (F31) is given up after three, and another that waits beside it goes on: round %i", { timeout: 240_000 }, async (_round, { onTestFinished }) => {
    const world = await openFaultWorld();
    onTestFinished(() => world.close());
    const poison = await world.addSmallService({ files: { "poison.mjs": "" }, buildCommand: ["node", "poison.mjs"] });
    const healthy = await world.addSmallService();
    for (let count = 0; count < 4; count += 1) await world.startProcess({ preload: "die-of-poison.mjs" });
    const [bad, good] = await Promise.all([world.request(poison), world.request(healthy)]);
    const [given, done] = await world.expectSound([bad, good], { again: false });
    expect(given).toMatchObject({ state: "failed", error: { code: "worker_failed", message: expect.stringContaining("3 workers in a row") } });
    expect(done).toMatchObject({ state: "succeeded" });
  });
});
