import { isTerminal } from "@windlass/contracts/deployment-state";
import { requestCancellation } from "@windlass/operations/deployment/request-cancellation";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { openStepGates, type GatePoint, type StepGates } from "../testing/step-gates.js";
import type { WorkerProcess } from "../testing/worker-process.js";
import { openFaultWorld, type FaultWorld } from "./fault-world.js";
import { isWhole, repeats } from "./how-often.js";

/** The steps that every deployment runs; `approve` and `guard` only where a stage asks for them. The short form has one of each state. */
const steps = isWhole
  ? (["checkout", "build", "compile", "check", "publish", "plan", "apply", "verify", "finish"] as const)
  : (["publish", "plan", "apply", "finish"] as const);

let world: FaultWorld;
let gates: StepGates;
const alive: WorkerProcess[] = [];

beforeAll(async () => {
  world = await openFaultWorld();
  gates = await openStepGates(world.db);
});
afterEach(async () => {
  await gates.open("commit");
  for (const worker of alive.splice(0)) {
    worker.signal("SIGKILL");
    await worker.ended;
  }
});
afterAll(async () => {
  await gates.close();
  await world.close();
});

async function start(): Promise<WorkerProcess> {
  // Room for a heartbeat of each deployment to wait behind its gate.
  const worker = await world.startProcess({ env: { WINDLASS_CONCURRENCY: "40" } });
  alive.push(worker);
  return worker;
}

type Stopped = { id: string; name: string; point: GatePoint };

/** Has one worker run a deployment to each of the points, the longest way first, and leaves it there. */
async function stopAtEach(points: readonly GatePoint[]): Promise<Stopped[]> {
  const stopped: Stopped[] = [];
  const services = await Promise.all(points.map(() => world.addSmallService({ buildCommand: ["node", "--version"] })));
  const farthestFirst = points.map((point, index) => ({ point, service: services[index] })).toReversed();
  for (const { point, service } of farthestFirst) {
    if (!service) continue;
    await gates.arm(service.name, point);
    const id = await world.request(service);
    stopped.push({ id, name: service.name, point });
    if (stopped.length % 3 === 0) await gates.untilReached(stopped.length);
  }
  await gates.untilReached(stopped.length);
  return stopped;
}

async function takenOverAfter(id: string, sinceMs: number): Promise<number> {
  const deployment = await world.waitForEnd(id);
  const event = (await world.events(deployment)).find(({ kind, payload }) => kind === "log" && "text" in payload && payload.text.includes("takes over"));
  return event ? Date.parse(event.at) - sinceMs : Number.NaN;
}

/** One point for each step, another of the three moments of it in each round. */
const moments = [
  { at: "start", open: "break" },
  { at: "start", open: "commit" },
  { at: "end", open: "break" },
] as const;

describe("a worker that is killed at a step's boundary (F01)", () => {
  it.each(repeats(1, 6))("loses nothing at any of them, and each is resumed within 15 s: round %i", { timeout: 240_000 }, async (round) => {
    const { at, open } = moments[round % moments.length] ?? moments[0];
    const worker = await start();
    const stopped = await stopAtEach(steps.map((step) => ({ step, at })));
    await start();
    worker.signal("SIGKILL");
    const killedAt = Date.now();
    await worker.ended;
    await gates.open(open);
    const ended = await world.expectSound(stopped.map(({ id }) => id));
    expect(ended.map(({ state, error }) => [state, error])).toEqual(stopped.map(() => ["succeeded", null]));
    const resumedMs = await Promise.all(stopped.map(({ id }) => takenOverAfter(id, killedAt)));
    // The short form shares the machine with other tests.
    expect(resumedMs.filter((ms) => !(ms < (isWhole ? 15_000 : 30_000)))).toEqual([]);
    for (const { id } of stopped) expect(world.proxy.executions.get(`windlass-${id}`)).toBe(1);
  });
});

describe("a worker that is told to end during a step (F04)", () => {
  it.each(repeats(1, 4))("hands all of them over within 30 s, and none fails: round %i", { timeout: 240_000 }, async () => {
    const worker = await start();
    const stopped = await stopAtEach(steps.map((step) => ({ step, at: "start" })));
    await start();
    const toldAt = Date.now();
    worker.signal("SIGTERM");
    await gates.open("commit");
    expect(await worker.ended).toBe(0);
    expect(Date.now() - toldAt).toBeLessThan(30_000);
    const ended = await world.expectSound(stopped.map(({ id }) => id), { again: false });
    expect(ended.map(({ state, error }) => [state, error])).toEqual(stopped.map(() => ["succeeded", null]));
    const counted = await world.db.prisma.deployment.findMany({ where: { id: { in: stopped.map(({ id }) => id) } } });
    expect(counted.map(({ takeovers }) => takeovers)).toEqual(stopped.map(() => 0));
  });
});

describe("a deployment that is cancelled during a step (F25)", () => {
  it.each(repeats(1, 4))("leaves AWS at rest, and its stage deploys again: round %i", { timeout: 240_000 }, async () => {
    await start();
    const stopped = await stopAtEach(steps.map((step) => ({ step, at: "start" })));
    const states = await Promise.all(stopped.map(async ({ id }) => (await world.waitFor(id, () => true)).state));
    const asked = Promise.allSettled(stopped.map(({ name }) => requestCancellation(world.context, { service: name, stage: "dev", number: 1 })));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await gates.open("commit");
    const outcomes = await asked;
    const ended = await world.expectSound(stopped.map(({ id }) => id));
    expect(ended.every(({ state }) => isTerminal(state))).toBe(true);
    for (const [index, { id, point }] of stopped.entries()) {
      // Once the stack is done, what a cancellation means is the guards' matter; before, nothing may have been changed.
      if (states[index] === "verifying") continue;
      const state = ended[index]?.state;
      expect([point.step, outcomes[index]?.status, state, world.proxy.executions.has(`windlass-${id}`)]).toEqual([
        point.step,
        "fulfilled",
        point.step === "apply" ? "rolled_back" : "cancelled",
        false,
      ]);
    }
  });
});
