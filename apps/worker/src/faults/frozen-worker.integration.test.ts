import { describe, expect, it } from "vitest";
import type { WorkerProcess } from "../testing/worker-process.js";
import { openFaultWorld } from "./fault-world.js";
import { isWhole, repeats } from "./how-often.js";

/** Three times as long as a job's lock and a deployment's lease last; in the short form once and a half. */
const frozenMs = isWhole ? 30_000 : 15_000;

const freezers = {
  "is stopped (F02)": { freeze: (worker: WorkerProcess) => worker.signal("SIGSTOP"), thaw: (worker: WorkerProcess) => worker.signal("SIGCONT") },
  "is kept busy by its own CPU (F03)": { freeze: (worker: WorkerProcess) => worker.signal("SIGUSR2"), thaw: () => undefined },
} as const;

// A busy CPU is noticed when the event loop turns: a small deployment may have ended by then, so that only the whole form plays it.
const played = Object.entries(freezers).filter(([name]) => isWhole || name.includes("F02"));
const cases = repeats(1, 5).flatMap((round) => played.map(([name, freezer]) => ({ name, round, ...freezer })));

describe("workers that freeze, or die, while they deploy", () => {
  it.concurrent.for(cases)("a worker that $name and comes back after its lock ran out does nothing in AWS any more, round $round", { timeout: 300_000 }, async ({ freeze, thaw }, { onTestFinished }) => {
    // A world of its own: what is frozen here must not hold the deployments of a test beside it.
    const world = await openFaultWorld();
    onTestFinished(() => world.close());
    const services = await Promise.all([1, 2].map(() => world.addSmallService()));
    const frozen = await world.startProcess({ preload: "block-cpu.mjs", env: { WINDLASS_TEST_BLOCK_MS: String(frozenMs) } });
    const ids = await Promise.all(services.map((service) => world.request(service)));
    await Promise.all(ids.map((id) => world.waitFor(id, ({ state }) => state === "planning" || state === "deploying")));
    freeze(frozen);
    const frozenAt = Date.now();
    const successor = await world.startProcess();
    const ended = await Promise.all(ids.map((id) => world.waitForEnd(id)));
    expect(ended.map(({ state, error }) => [state, error])).toEqual(ids.map(() => ["succeeded", null]));
    await new Promise((resolve) => setTimeout(resolve, Math.max(0, frozenAt + frozenMs - Date.now())));
    thaw(frozen);
    // What it still knows to do, it would do now.
    await expect.poll(() => frozen.lines.join("\n"), { timeout: 30_000 }).toContain("lease_lost");
    const after = await Promise.all(ids.map((id) => world.waitFor(id, () => true)));
    expect(after.map(({ lastSeq }) => lastSeq)).toEqual(ended.map(({ lastSeq }) => lastSeq));
    for (const id of ids) expect(world.proxy.executions.get(`windlass-${id}`)).toBe(1);
    for (const worker of [frozen, successor]) {
      worker.signal("SIGKILL");
      await worker.ended;
    }
    await world.expectSound(ids, { again: false });
  });

  // F31: the short form plays the killed workers: deployment/take-over.
  it.for(repeats(0, 2))("a deployment that kills its workers (F31) is given up after three, and another that waits beside it goes on: round %i", { timeout: 240_000 }, async (_round, { onTestFinished }) => {
    const world = await openFaultWorld();
    onTestFinished(() => world.close());
    const poison = await world.addSmallService({ files: { "build.mjs": "process.kill(process.ppid, 'SIGKILL');" }, buildCommand: ["node", "build.mjs"] });
    const healthy = await world.addSmallService();
    for (let count = 0; count < 4; count += 1) await world.startProcess();
    const [bad, good] = await Promise.all([world.request(poison), world.request(healthy)]);
    const [given, done] = await world.expectSound([bad, good], { again: false });
    expect(given).toMatchObject({ state: "failed", error: { code: "worker_failed", message: expect.stringContaining("3 workers in a row") } });
    expect(done).toMatchObject({ state: "succeeded" });
  });
});
