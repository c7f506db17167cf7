import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { seededRandom } from "../testing/aws-trouble.js";
import type { WorkerProcess } from "../testing/worker-process.js";
import { openFaultWorld, type FaultWorld } from "./fault-world.js";
import { isWhole, repeats } from "./how-often.js";

let world: FaultWorld;
let worker: WorkerProcess;

beforeAll(async () => {
  world = await openFaultWorld();
  worker = await world.startProcess();
});
afterAll(() => world.close());

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("AWS", () => {
  it.each(repeats(1, 10))("throttles 30 %, fails 5 % and loses 1 % of the answers: the outcomes are the same, seed %i (F16)", { timeout: 300_000 }, async (seed) => {
    const services = await Promise.all(Array.from({ length: isWhole ? 5 : 2 }, () => world.addSmallService()));
    world.proxy.trouble({ throttled: 0.3, failed: 0.05, lost: 0.01, random: seededRandom(seed) });
    const ids = await Promise.all(services.map((service) => world.request(service)));
    const ended = await Promise.all(ids.map((id) => world.waitForEnd(id)));
    world.proxy.trouble(null);
    expect(ended.map(({ state, error }) => [state, error])).toEqual(ids.map(() => ["succeeded", null]));
    await world.expectSound(ids);
  });

  it("loses the answer to the execution itself: it is executed once (F16)", { timeout: 120_000 }, async () => {
    const service = await world.addSmallService();
    const held = world.proxy.holdNext("ExecuteChangeSet");
    const id = await world.request(service);
    await held.reached;
    world.proxy.cut();
    world.proxy.mend();
    held.release();
    expect(await world.expectSound([id])).toMatchObject([{ state: "succeeded" }]);
  });

  it.each(repeats(1, 10))("is out of reach while a deployment runs (F15): round %i", { timeout: 180_000 }, async () => {
    const service = await world.addSmallService();
    const held = world.proxy.holdNext("ExecuteChangeSet");
    const id = await world.request(service);
    await held.reached;
    held.release();
    await pause(300);
    world.proxy.cut();
    await pause(isWhole ? 30_000 : 4_000);
    world.proxy.mend();
    expect(await world.expectSound([id])).toMatchObject([{ state: "succeeded" }]);
  });
});

describe("a worker whose clock is wrong (F19)", () => {
  it.each([-600_000, 600_000])("by %i ms: leases keep their order, for the database's clock counts", { timeout: 180_000 }, async (shiftMs) => {
    worker.signal("SIGKILL");
    await worker.ended;
    worker = await world.startProcess({ preload: "shift-clock.mjs", env: { WINDLASS_TEST_SHIFT_MS: String(shiftMs) } });
    const service = await world.addSmallService();
    const id = await world.request(service);
    await world.waitFor(id, ({ state }) => state !== "queued");
    const { rows } = await world.db.pool.query<{ ms: number }>(
      "SELECT (extract(epoch FROM lease_expires_at - clock_timestamp()) * 1000)::float8 AS ms FROM deployments WHERE id = $1",
      [id],
    );
    expect(rows[0]?.ms).toBeGreaterThan(0);
    expect(rows[0]?.ms).toBeLessThanOrEqual(10_000);
    expect(await world.expectSound([id])).toMatchObject([{ state: "succeeded" }]);
  });
});
