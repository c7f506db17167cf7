import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import type { Deployment } from "@windlass/contracts/deployment";
import { startRedis, type LocalRedis } from "@windlass/local-services/redis";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { findOrphanedChangeSets, findViolations } from "@windlass/operations/testing/invariants";
import { expect, inject } from "vitest";
import { openAwsProxy, type AwsProxy } from "../testing/aws-proxy.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";
import { startWorkerProcess, type WorkerProcess } from "../testing/worker-process.js";
import { smallService } from "./small-service.js";

export type FaultService = { name: string; stack: string; release(version: string): Promise<void> };

export type FaultWorld = TestWorld & {
  /** Between the workers and the emulator. */
  aws: TestWorld["aws"];
  proxy: AwsProxy;
  redis: LocalRedis;
  /** Starts a worker in a process of its own, which ends with the world. */
  startProcess(options?: { env?: Record<string, string>; preload?: string }): Promise<WorkerProcess>;
  /** A service that is quick to deploy, with a stack of its own. */
  addSmallService(options?: Parameters<typeof smallService>[2] & { buildCommand?: string[] }): Promise<FaultService>;
  request(service: { name: string }): Promise<string>;
  /**
   * What must hold after any fault: the deployments ended in a state that is CloudFormation's truth too, each change set was
   * executed at most once, the histories are dense, the database's invariants hold, and every stage deploys again.
   */
  expectSound(ids: readonly string[], options?: { again?: boolean }): Promise<Deployment[]>;
};

export type FaultWorldInput = {
  /** Instead of the test run's Postgres: one that may be killed. */
  databaseUrl?: string;
  /** Where workers reach what the world reaches directly. */
  through?: (direct: { databaseUrl: string; redisUrl: string }) => Promise<{ databaseUrl: string; redisUrl: string }>;
};

let services = 0;

/** A whole Windlass, but its API, with a Redis of its own and a proxy before AWS, so that each part can be broken. */
export async function openFaultWorld(input: FaultWorldInput = {}): Promise<FaultWorld> {
  const folder = await mkdtemp(join(tmpdir(), "windlass-fault-"));
  const redis = await startRedis({ dataDir: join(folder, "redis"), logFile: join(folder, "redis.log") });
  const proxy = await openAwsProxy(inject("sandboxUrl"));
  const databaseUrl = input.databaseUrl ?? inject("databaseUrl");
  const world = await openTestWorld({ databaseUrl, redisUrl: redis.url, sandboxUrl: inject("sandboxUrl"), endpointUrl: proxy.url, redisDatabase: 0 });
  const direct = { databaseUrl: world.env["DATABASE_URL"] ?? "", redisUrl: world.redisUrl };
  const at = (await input.through?.(direct)) ?? direct;
  const env = { ...world.env, DATABASE_URL: at.databaseUrl, REDIS_URL: at.redisUrl };
  const processes: WorkerProcess[] = [];
  const request: FaultWorld["request"] = async ({ name }) => (await requestDeployment(world.context, { stage: { service: name, stage: "dev" } })).id;
  return {
    ...world,
    env,
    proxy,
    redis,
    request,
    async startProcess({ env: more = {}, preload } = {}) {
      const started = await startWorkerProcess({ ...env, ...more }, preload === undefined ? {} : { preload });
      processes.push(started);
      return started;
    },
    async addSmallService({ buildCommand, ...options } = {}) {
      services += 1;
      const stack = `fault-${process.pid}-${services}`;
      const { name, repository } = await world.addService(smallService("v1", stack, options), buildCommand ? { buildCommand } : {});
      const release = async (version: string) => void (await repository.commit(version, smallService(version, stack, options)));
      return { name, stack: `${stack}-dev`, release };
    },
    async expectSound(ids, { again = true } = {}) {
      const ended = await Promise.all(ids.map((id) => world.waitForEnd(id)));
      // A defect's cause is in the workers' logs alone. That workers were lost is none.
      if (ended.some(({ error }) => error?.code === "worker_failed" && !error.message.includes("workers in a row"))) expect(processes.flatMap(({ lines }) => lines.filter((line) => line.includes('"err"')))).toEqual([]);
      for (const deployment of ended) await expectTrue(world, deployment);
      const executed = [...proxy.executions];
      expect(executed.filter(([, count]) => count > 1)).toEqual([]);
      // Each that changed its stack was counted: workers that went past the proxy would prove nothing.
      expect((await findExecuted(world, ids)).filter((id) => proxy.executions.get(`windlass-${id}`) !== 1)).toEqual([]);
      expect(await findOrphanedChangeSets(world.db.pool, executed.map(([name]) => name))).toEqual([]);
      expect(await findViolations(world.db.pool)).toEqual([]);
      if (again) {
        const names = [...new Set(ended.map(({ service }) => service))];
        const next = await Promise.all(names.map((name) => request({ name })));
        for (const id of next) expect(await world.waitForEnd(id)).toMatchObject({ state: "succeeded", error: null });
      }
      return ended;
    },
    async close() {
      for (const worker of processes) {
        worker.signal("SIGCONT");
        worker.signal("SIGKILL");
      }
      await Promise.all(processes.map((worker) => worker.ended));
      await world.close();
      await proxy.close();
      await redis.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Those of the deployments that changed their stack by a change set. */
async function findExecuted({ db }: TestWorld, ids: readonly string[]): Promise<string[]> {
  const { rows } = await db.pool.query<{ id: string }>(
    `SELECT p.deployment_id AS id FROM steps p JOIN steps a ON a.deployment_id = p.deployment_id AND a.name = 'apply' AND a.state = 'succeeded'
     WHERE p.name = 'plan' AND p.output ->> 'changeSetId' IS NOT NULL AND p.deployment_id = ANY ($1::uuid[])`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** Which of a stack's states a deployment's end agrees with. Undone first creates leave no stack, or an empty one. */
const truthOf: Partial<Record<Deployment["state"], RegExp>> = {
  succeeded: /^(CREATE|UPDATE)_COMPLETE$/,
  rolled_back: /^((UPDATE_)?ROLLBACK_COMPLETE|absent|REVIEW_IN_PROGRESS)$/,
  cancelled: /^((CREATE|UPDATE|UPDATE_ROLLBACK)_COMPLETE|absent|REVIEW_IN_PROGRESS)$/,
  failed: /^((?!_IN_PROGRESS$).)*$/,
};

async function expectTrue(world: TestWorld, deployment: Deployment): Promise<void> {
  // Throws when the history is not dense.
  await world.log(deployment);
  const stage = await world.db.prisma.stage.findFirstOrThrow({ where: { service: { name: deployment.service } } });
  if (stage.stackName === null) return;
  const stack = await describeStack(world.aws, stage.stackName);
  expect(stack?.status ?? "absent").toMatch(truthOf[deployment.state] ?? /^$/);
}
