import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CreateService } from "@windlass/contracts/service";
import { openDatabase, type Database } from "@windlass/database/database";
import { createTestDatabase } from "@windlass/database/test-database";
import { systemContext, type OperationContext } from "@windlass/operations/context";
import { openKeyring, type Keyring } from "@windlass/operations/sealing";
import { createService } from "@windlass/operations/service/create-service";
import { createStage } from "@windlass/operations/stage/create-stage";
import type { BuildSettings } from "../build/build-settings.js";
import { followDeployments, type Follower } from "./follow-deployment.js";
import { createRepository, type TestRepository } from "./git-repository.js";
import { startInProcessWorker, type InProcessWorker } from "./in-process-worker.js";
import { addTestSandbox, type TestSandbox } from "./test-sandbox.js";

export type TestWorld = Follower &
  TestSandbox & {
    db: Database;
    context: OperationContext;
    keyring: Keyring;
    redisUrl: string;
    dataDir: string;
    /** What a worker in a process of its own needs. */
    env: Record<string, string>;
    startWorker(options?: { reconcileMs?: number; concurrency?: number; builds?: BuildSettings }): Promise<InProcessWorker>;
    /** Ends every worker that this process runs. */
    stopWorkers(): Promise<void>;
    /** A service from a repository of its own, with the stage `dev` in the sandbox. */
    addService(files: Record<string, string>, service?: Partial<CreateService>): Promise<{ name: string; repository: TestRepository }>;
    close(): Promise<void>;
  };

export type TestWorldInput = {
  databaseUrl: string;
  redisUrl: string;
  sandboxUrl: string;
  /** Number of the Redis database, one for each test file: files run at the same time. */
  redisDatabase: number;
  /** Where workers reach the emulator, when something stands before it. */
  endpointUrl?: string;
};

/** A whole Windlass but its API: a database, a Redis database and an account in the sandbox of its own. */
export async function openTestWorld(input: TestWorldInput): Promise<TestWorld> {
  const database = await createTestDatabase(input.databaseUrl);
  const db = openDatabase({ url: database.url, maxConnections: 20 });
  const dataDir = await mkdtemp(join(tmpdir(), "windlass-data-"));
  const masterKey = randomBytes(32);
  const keyring = openKeyring({ masterKey });
  const context = systemContext(db, "test");
  const redisUrl = Object.assign(new URL(input.redisUrl), { pathname: `/${input.redisDatabase}` }).toString();
  const sandbox = await addTestSandbox(db, { sandboxUrl: input.sandboxUrl, endpointUrl: input.endpointUrl ?? input.sandboxUrl });
  const workers = new Set<InProcessWorker>();
  const repositories: TestRepository[] = [];

  const stopWorkers = async (): Promise<void> => {
    await Promise.all([...workers].map((worker) => worker.stop()));
    workers.clear();
  };
  return {
    ...followDeployments(context),
    ...sandbox,
    db,
    context,
    keyring,
    redisUrl,
    dataDir,
    env: { DATABASE_URL: database.url, REDIS_URL: redisUrl, WINDLASS_DATA: dataDir, WINDLASS_MASTER_KEY: masterKey.toString("base64") },
    startWorker: async (options = {}) => {
      const worker = await startInProcessWorker({ db, databaseUrl: database.url, redisUrl, keyring, dataDir, ...options });
      workers.add(worker);
      return worker;
    },
    stopWorkers,
    addService: async (files, service = {}) => {
      const repository = await createRepository();
      repositories.push(repository);
      await repository.commit("First", files);
      return { name: await addServiceOf(context, keyring, { rootDirectory: "", ...service, repository: { url: repository.path } }), repository };
    },
    close: async () => {
      await stopWorkers();
      sandbox.aws.close();
      await db.close();
      await database.drop();
      for (const repository of repositories) await repository.remove();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function addServiceOf(context: OperationContext, keyring: Keyring, service: Omit<CreateService, "name">): Promise<string> {
  const name = `svc-${randomBytes(4).toString("hex")}`;
  await createService(context, { keyring, service: { ...service, name } });
  await createStage(context, { keyring, service: name, stage: { name: "dev", account: "sandbox", region: "us-east-1", autoDeploy: true } });
  return name;
}
