import { findViolations } from "@windlass/operations/testing/invariants";
import { afterAll, beforeAll, expect, it } from "vitest";
import { seededRandom } from "../../testing/aws-trouble.js";
import type { FaultService } from "../fault-world.js";
import { watchMemory } from "./memory-watch.js";
import { soakFaults } from "./soak-faults.js";
import { openSoakWorld, type SoakWorld } from "./soak-world.js";

const minutes = Number(process.env["WINDLASS_SOAK_MINUTES"] ?? 20);
const seed = Number(process.env["WINDLASS_SOAK_SEED"] ?? Math.floor(Math.random() * 1e9));
const deployEveryMs = 20_000;
const breakEveryMs = 60_000;
const lookEveryMs = 10_000;

let soak: SoakWorld;
beforeAll(async () => {
  soak = await openSoakWorld();
}, 120_000);
afterAll(() => soak.close(), 60_000);

const say = (text: string): void => void process.stdout.write(`soak: ${new Date().toISOString()} ${text}\n`);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Does something again and again until the time is over, and waits for the last of it. */
async function until(endMs: number, everyMs: number, work: (nth: number) => Promise<void>): Promise<void> {
  for (let nth = 0; Date.now() < endMs; nth += 1) {
    const nextMs = Date.now() + everyMs;
    await work(nth);
    await pause(Math.max(0, Math.min(nextMs, endMs) - Date.now()));
  }
}

async function deployOn(services: readonly FaultService[], random: () => number, ids: string[]): Promise<void> {
  const service = services[Math.floor(random() * services.length)];
  if (!service) return;
  if (random() < 0.7) await service.release(`v${ids.length}`);
  // Whoever asks while Postgres is away asks again, as a person would.
  const id = await soak.world.request(service).catch(() => null);
  if (id === null) say("a deployment was refused, for Postgres is away");
  else ids.push(id);
}

async function look(found: string[]): Promise<void> {
  const violations = await findViolations(soak.world.db.pool).catch(() => []);
  for (const { invariant, subject } of violations) {
    found.push(`${invariant}: ${subject}`);
    say(`VIOLATED ${invariant}: ${subject}`);
  }
}

it(`holds all invariants through ${minutes} minutes of random faults (F32, seed ${seed})`, { timeout: (minutes + 15) * 60_000 }, async () => {
  say(`seed ${seed}, ${minutes} minutes`);
  const random = seededRandom(seed);
  const services = await Promise.all([1, 2, 3, 4].map(() => soak.world.addSmallService()));
  const endMs = Date.now() + minutes * 60_000;
  const ids: string[] = [];
  const found: string[] = [];
  const struck: string[] = [];
  const names = Object.keys(soakFaults);
  const memory = watchMemory();
  await Promise.all([
    until(endMs, deployEveryMs, () => deployOn(services, random, ids)),
    until(endMs, lookEveryMs, async () => void (await Promise.all([look(found), memory.note(soak.workers)]))),
    until(endMs, breakEveryMs, async (nth) => {
      const name = names[Math.floor(random() * names.length)] ?? "";
      say(name);
      struck.push(name);
      await soakFaults[name]?.(soak, seed + nth);
      say(`${name}: over`);
    }),
  ]);
  say("no more faults: all must end now");
  const ended = await soak.world.expectSound(ids);
  const states = [...new Set(ended.map(({ state }) => state))];
  const summary = states.map((state) => `${ended.filter((deployment) => deployment.state === state).length} ${state}`);
  say(`${ids.length} deployments: ${summary.join(", ")}; ${struck.length} faults; ${found.length} violations; seed ${seed}`);
  say(`memory: ${memory.summary()}`);
  for (const { service, number, error } of ended) if (error) say(`${service} #${number}: ${error.code} ${error.message}`);
  expect(found).toEqual([]);
  expect(await findViolations(soak.world.db.pool, { settled: true })).toEqual([]);
  expect(ended.filter(({ state }) => state !== "succeeded")).toEqual([]);
});
