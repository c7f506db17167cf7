import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startPostgres, type LocalPostgres } from "@windlass/local-services/postgres";
import { startApi, type ApiProcess } from "@windlass/local-services/testing/api-process";
import { startTcpProxy, type TcpProxy } from "@windlass/local-services/testing/tcp-proxy";
import { findLostIds, findViolations } from "@windlass/operations/testing/invariants";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openApiCalls, webhookSecret, type Answer, type ApiCalls } from "../testing/api-calls.js";
import { makeToken } from "../testing/tokens.js";
import { openFaultWorld, type FaultService, type FaultWorld } from "./fault-world.js";
import { isWhole, repeats } from "./how-often.js";

let folder: string;
let postgres: LocalPostgres;
let between: { postgres: TcpProxy; redis: TcpProxy };
let world: FaultWorld;
let api: ApiProcess;
let calls: ApiCalls;
let service: FaultService;

const at = () => ({ dataDir: join(folder, "postgres"), logFile: join(folder, "postgres.log") });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-fault-postgres-"));
  // What was committed must survive a kill, so nothing is volatile here.
  postgres = await startPostgres(at());
  world = await openFaultWorld({
    databaseUrl: postgres.adminUrl,
    through: async ({ databaseUrl, redisUrl }) => {
      between = { postgres: await startTcpProxy(databaseUrl), redis: await startTcpProxy(redisUrl) };
      return { databaseUrl: between.postgres.url, redisUrl: between.redis.url };
    },
  });
  const env = { LOG_LEVEL: "fatal", WINDLASS_WEBHOOK_SECRET: webhookSecret, WINDLASS_MASTER_KEY: world.env["WINDLASS_MASTER_KEY"] ?? "" };
  api = await startApi({ databaseUrl: between.postgres.url, redisUrl: between.redis.url, sandboxUrl: world.proxy.url, env });
  calls = openApiCalls({ url: api.url, token: await makeToken(world.db, "developer") });
  service = await world.addSmallService();
  await world.startProcess();
}, 200_000);
afterAll(async () => {
  between.postgres.mend();
  between.redis.mend();
  await api.stop();
  await world.close();
  await Promise.all([between.postgres.close(), between.redis.close()]);
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}, 60_000);

/** With owners and modes: Postgres starts on no folder of somebody else's. */
const copy = (from: string, to: string) => promisify(execFile)("cp", ["-a", from, to]);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const health = async (path: string): Promise<number> => (await fetch(`${api.url}${path}`)).status;
const requested = (answers: readonly Answer[]): string[] => answers.flatMap(({ status, id }) => (status === 202 && id !== null ? [id] : []));

async function expectKept(answers: readonly Answer[]): Promise<void> {
  expect(await findLostIds(world.db.pool, "deployments", requested(answers))).toEqual([]);
  expect(answers.filter(({ status }) => ![0, 202, 503].includes(status))).toEqual([]);
  expect(answers.filter(({ status, retryAfter }) => status === 503 && !(retryAfter > 0))).toEqual([]);
}

/** Cancels nothing and waits for everything: each deployment that was promised ends well. */
async function expectAllDone(answers: readonly Answer[]): Promise<void> {
  const ids = requested(answers);
  const ended = await world.expectSound(ids, { again: false });
  expect(ended.map(({ state, error }) => [state, error])).toEqual(ids.map(() => ["succeeded", null]));
}

/** Asks for deployments, one after the other, until told to end. */
function askOnAndOn(everyMs: number): { answers: Answer[]; end: () => Promise<void> } {
  const answers: Answer[] = [];
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      answers.push(await calls.deploy(service.name));
      await pause(everyMs);
    }
  })();
  return { answers, end: () => ((isOver = true), asking) };
}

describe("Postgres", () => {
  it.each(repeats(1, 10))("is killed and started again under load: round %i (F12)", { timeout: 240_000 }, async () => {
    const load = askOnAndOn(300);
    await expect.poll(() => requested(load.answers).length, { timeout: 30_000 }).toBeGreaterThan(0);
    process.kill(postgres.child.pid, "SIGKILL");
    await postgres.child.ended;
    const refused = await calls.deploy(service.name);
    expect([refused.status, refused.retryAfter > 0]).toEqual([503, true]);
    expect([await health("/healthz"), await health("/readyz")]).toEqual([200, 503]);
    postgres = await startPostgres({ ...at(), port: postgres.port });
    const upAt = Date.now();
    await expect.poll(async () => (await calls.deploy(service.name)).status, { timeout: 20_000, interval: 100 }).toBe(202);
    expect(Date.now() - upAt).toBeLessThan(5_000);
    await load.end();
    await expectKept(load.answers);
    await expectAllDone(load.answers);
  });

  it.each(repeats(1, 10))("resets every connection, again and again (F13): round %i", { timeout: 120_000 }, async () => {
    const answer = await calls.deploy(service.name);
    for (let times = 0; times < 5; times += 1) {
      await pause(400);
      await world.db.pool
        .query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        .catch(() => undefined);
    }
    expect(answer.status).toBe(202);
    await expectAllDone([answer]);
  });

  it.each(repeats(1, 3))("takes 2 s for each answer: the API sheds what it cannot do, says so truthfully, and recovers (F14), round %i", { timeout: 180_000 }, async (round) => {
    between.postgres.slow(2_000);
    const askedAt = Date.now();
    const answers = await Promise.all(Array.from({ length: 80 }, (_, index) => calls.deploy(service.name, `slow-${round}-${index % 3}`)));
    expect(await health("/healthz")).toBe(200);
    expect(Date.now() - askedAt).toBeLessThan(40_000);
    expect(answers.map(({ status }) => status)).toContain(503);
    between.postgres.slow(0);
    await expectKept(answers);
    await expect.poll(async () => (await calls.deploy(service.name)).status, { timeout: 15_000 }).toBe(202);
    await expectAllDone(answers);
  });

  it.each(repeats(1, 3))("lines up with AWS after a backup of Postgres was put back (F30): what was executed is not executed again, and the stage deploys, round %i", { timeout: 240_000 }, async () => {
    const [finished, underWay] = [await world.addSmallService(), await world.addSmallService()];
    await world.waitForEnd(await world.request(finished));
    // The backup is made after the worker decided to execute, and before it has heard that CloudFormation did.
    const held = world.proxy.holdNext("ExecuteChangeSet");
    const id = await world.request(underWay);
    await held.reached;
    await postgres.stop();
    const backup = join(folder, `backup-${id}`);
    await copy(join(folder, "postgres"), backup);
    postgres = await startPostgres({ ...at(), port: postgres.port });
    held.release();
    await world.waitForEnd(id);
    await finished.release("v2");
    const forgotten = await world.waitForEnd(await world.request(finished));
    expect(forgotten).toMatchObject({ state: "succeeded", number: 2 });

    await postgres.stop();
    await rm(join(folder, "postgres"), { recursive: true });
    await copy(backup, join(folder, "postgres"));
    postgres = await startPostgres({ ...at(), port: postgres.port });
    await expect.poll(() => world.db.pool.query("SELECT 1").then(() => true, () => false), { timeout: 10_000 }).toBe(true);
    const isKnown = await world.db.prisma.deployment.count({ where: { id: forgotten.id } });
    expect(isKnown).toBe(0);
    expect(await world.waitForEnd(id)).toMatchObject({ state: "succeeded", error: null });
    expect(world.proxy.executions.get(`windlass-${id}`)).toBe(1);
    // The stack is where the forgotten deployment brought it, so the same commit changes nothing; the next one does.
    expect(await world.waitForEnd(await world.request(finished))).toMatchObject({ state: "succeeded", number: 2, planCounts: { added: 0, changed: 0, removed: 0, replaced: 0 } });
    await finished.release("v3");
    const next = await world.waitForEnd(await world.request(finished));
    expect(next).toMatchObject({ state: "succeeded", number: 3 });
    expect(world.proxy.executions.get(`windlass-${next.id}`)).toBe(1);
    expect([...world.proxy.executions.values()].filter((count) => count > 1)).toEqual([]);
    expect(await findViolations(world.db.pool)).toEqual([]);
    // Of what the backup does not know, the proxy forgets too: what follows asks for the deployment behind each execution.
    world.proxy.executions.delete(`windlass-${forgotten.id}`);
  });
});

const cuts = ["postgres", "redis"] as const;
/** `silent` loses what is on its way for good, as packets are lost: neither side is told, before or after. */
const ways = {
  cut: (proxy: TcpProxy) => proxy.cut(),
  silent: (proxy: TcpProxy) => {
    proxy.lose();
    proxy.stall();
  },
};

describe("the network between Windlass and its services (F15)", () => {
  it.each(repeats(1, 4).flatMap((round) => cuts.flatMap((to) => [{ to, how: "cut" as const, round }, { to, how: "silent" as const, round }])))(
    "to $to is $how while a deployment runs, which ends within 30 s of its repair, round $round",
    { timeout: 240_000 },
    async ({ to, how }) => {
      await service.release(`${to}-${how}-${Date.now()}`);
      let answer: Answer = { status: 0, id: null, retryAfter: 0 };
      // Whoever comes first after a silence may be told to ask again.
      await expect.poll(async () => (answer = await calls.deploy(service.name)).status, { timeout: 15_000 }).toBe(202);
      await world.waitFor(answer.id ?? "", ({ state }) => state !== "queued");
      ways[how](between[to]);
      await pause(isWhole ? 30_000 : 4_000);
      between[to].mend();
      const mendedAt = Date.now();
      await expectAllDone([answer]);
      expect(Date.now() - mendedAt).toBeLessThan(30_000);
    },
  );
});
