import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres, type LocalPostgres } from "@windlass/local-services/postgres";
import { startRedis } from "@windlass/local-services/redis";
import { startTcpProxy, type TcpProxy } from "@windlass/local-services/testing/tcp-proxy";
import type { WorkerProcess } from "../../testing/worker-process.js";
import { openFaultWorld, type FaultWorld } from "../fault-world.js";

export type SoakWorld = {
  world: FaultWorld;
  postgres: TcpProxy;
  redis: TcpProxy;
  /** The workers that run now. */
  workers: WorkerProcess[];
  startWorker(): Promise<WorkerProcess>;
  killPostgres(): Promise<void>;
  killRedis(): Promise<void>;
  close(): Promise<void>;
};

/** Two workers on a Postgres and a Redis of their own, with a proxy before each of the three things they need. */
export async function openSoakWorld(): Promise<SoakWorld> {
  const folder = await mkdtemp(join(tmpdir(), "windlass-soak-"));
  const at = (name: string) => ({ dataDir: join(folder, name), logFile: join(folder, `${name}.log`) });
  let server: LocalPostgres = await startPostgres(at("postgres"));
  const proxies: TcpProxy[] = [];
  const world = await openFaultWorld({
    databaseUrl: server.adminUrl,
    through: async ({ databaseUrl, redisUrl }) => {
      proxies.push(await startTcpProxy(databaseUrl), await startTcpProxy(redisUrl));
      return { databaseUrl: proxies[0]?.url ?? "", redisUrl: proxies[1]?.url ?? "" };
    },
  });
  const [postgres, redis] = proxies;
  if (!postgres || !redis) throw new Error("The proxies were not opened.");
  const workers: WorkerProcess[] = [];
  const startWorker = async (): Promise<WorkerProcess> => {
    const worker = await world.startProcess();
    workers.push(worker);
    return worker;
  };
  await startWorker();
  await startWorker();
  return {
    world,
    postgres,
    redis,
    workers,
    startWorker,
    async killPostgres() {
      process.kill(server.child.pid, "SIGKILL");
      await server.child.ended;
      server = await startPostgres({ ...at("postgres"), port: server.port });
    },
    async killRedis() {
      process.kill(world.redis.child.pid, "SIGKILL");
      await world.redis.child.ended;
      Object.assign(world.redis, await startRedis({ ...at("redis"), address: world.redis.address }));
    },
    async close() {
      await world.close();
      await Promise.all(proxies.map((proxy) => proxy.close()));
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
