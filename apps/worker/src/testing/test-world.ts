import { randomBytes, randomInt } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AwsSession } from "@windlass/aws/session";
import { openSessionPool } from "@windlass/aws/session-pool";
import { listStackResources } from "@windlass/aws/stacks/list-stack-resources";
import type { CreateService } from "@windlass/contracts/service";
import { isTerminal } from "@windlass/contracts/deployment-state";
import type { Deployment } from "@windlass/contracts/deployment";
import type { DeploymentEvent } from "@windlass/contracts/event";
import { channels } from "@windlass/contracts/job";
import { openDatabase, type Database } from "@windlass/database/database";
import { listen } from "@windlass/database/listen";
import { createTestDatabase } from "@windlass/database/test-database";
import { systemContext, type OperationContext } from "@windlass/operations/context";
import { listEvents } from "@windlass/operations/deployment/list-events";
import { readDeploymentById } from "@windlass/operations/deployment/read-deployment";
import { openKeyring, type Keyring } from "@windlass/operations/sealing";
import { createService } from "@windlass/operations/service/create-service";
import { createStage } from "@windlass/operations/stage/create-stage";
import { openHintPublisher } from "@windlass/queue/event-hints";
import { pino } from "pino";
import { openWorker } from "../worker.js";
import { createRepository, type TestRepository } from "./git-repository.js";

export type TestWorld = {
  db: Database;
  context: OperationContext;
  keyring: Keyring;
  /** What a worker in a process of its own needs. */
  env: Record<string, string>;
  dataDir: string;
  /** Starts a worker in this process. Ended with the world unless it is ended before. */
  startWorker(options?: { reconcileMs?: number }): Promise<{ stop(budgetMs?: number): Promise<void> }>;
  /** A service from a repository of its own, with the stage `dev` in the sandbox. */
  addService(files: Record<string, string>, service?: Partial<CreateService>): Promise<{ name: string; repository: TestRepository }>;
  /** Calls a deployed endpoint as the world's own account: the emulator looks an API up in the caller's account. */
  call(endpoint: string | undefined, path: string): Promise<string>;
  /** Opens a gate of the sample service, so that CloudFormation goes on. */
  openGate(stackName: string, gate: string): Promise<void>;
  /** The stack of a service's stage, as the emulator has it now. */
  aws: AwsSession;
  waitFor(id: string, until: (deployment: Deployment) => boolean): Promise<Deployment>;
  waitForEnd(id: string): Promise<Deployment>;
  events(deployment: Deployment): Promise<DeploymentEvent[]>;
  /** The texts of the log, and a check that its numbers are dense. */
  log(deployment: Deployment): Promise<string[]>;
  close(): Promise<void>;
};

export type TestWorldInput = {
  databaseUrl: string;
  redisUrl: string;
  sandboxUrl: string;
  redisDatabase: number;
  /** Where workers reach the emulator, when something stands before it. */
  endpointUrl?: string;
};

/** A whole Windlass but its API: a database, keys in Redis and an account in the sandbox of its own. */
export async function openTestWorld(input: TestWorldInput): Promise<TestWorld> {
  const database = await createTestDatabase(input.databaseUrl);
  const db = openDatabase({ url: database.url, maxConnections: 20 });
  const dataDir = await mkdtemp(join(tmpdir(), "windlass-data-"));
  const masterKey = randomBytes(32);
  const keyring = openKeyring({ masterKey });
  const context = systemContext(db, "test");
  const redis = new URL(input.redisUrl);
  redis.pathname = `/${input.redisDatabase}`;
  const redisUrl = redis.toString();
  const closers: (() => Promise<void>)[] = [];
  const accountId = await addSandboxAccount(context, input.endpointUrl ?? input.sandboxUrl);

  const sessions = openSessionPool();
  const aws = sessions.session({ kind: "sandbox", endpointUrl: input.sandboxUrl, accessKeyId: accountId }, "us-east-1");

  const waitFor: TestWorld["waitFor"] = async (id, until) => {
    for (const deadline = Date.now() + 45_000; Date.now() < deadline; await pause(50)) {
      const deployment = await readDeploymentById(context, id);
      if (until(deployment)) return deployment;
    }
    throw new Error(`Not reached in time: ${JSON.stringify(await readDeploymentById(context, id))}`);
  };
  const events: TestWorld["events"] = async ({ service, stage, number }) => {
    const found: DeploymentEvent[] = [];
    for (let after = 0; ; after = found.at(-1)?.seq ?? after) {
      const page = await listEvents(context, { deployment: { service, stage, number }, after, limit: 1_000 });
      found.push(...page.items);
      if (page.items.length === 0) return found;
    }
  };
  return {
    db,
    context,
    keyring,
    dataDir,
    env: {
      DATABASE_URL: database.url,
      REDIS_URL: redisUrl,
      WINDLASS_DATA: dataDir,
      WINDLASS_MASTER_KEY: masterKey.toString("base64"),
    },
    aws,
    openGate: async (stackName, gate) => {
      const resources = await listStackResources(aws, { stackName });
      const url = resources.find(({ logicalId }) => logicalId === `${gate}Handle`)?.physicalId;
      if (!url) throw new Error(`The stack ${stackName} has no gate ${gate}.`);
      const signal = { Status: "SUCCESS", UniqueId: gate, Data: "open", Reason: "opened by the test" };
      const answer = await fetch(toSandbox(url, input.sandboxUrl), { method: "PUT", body: Buffer.from(JSON.stringify(signal)) });
      if (!answer.ok) throw new Error(`The gate did not open: ${answer.status} ${await answer.text()}`);
    },
    call: async (endpoint, path) => {
      const authorization = `AWS4-HMAC-SHA256 Credential=${accountId}/20261123/us-east-1/execute-api/aws4_request, SignedHeaders=host, Signature=0`;
      return (await fetch(`${endpoint}${path}`, { headers: { authorization } })).text();
    },
    waitFor,
    waitForEnd: (id) => waitFor(id, ({ state }) => isTerminal(state)),
    events,
    log: async (deployment) => {
      const all = await events(deployment);
      const gap = all.find((event, index) => event.seq !== index + 1);
      if (gap) throw new Error(`The log has a gap or a double before ${gap.seq}`);
      return all.flatMap((event) => (event.kind === "log" ? event.payload.text : []));
    },
    startWorker: async (options = {}) => {
      const worker = await startWorker({ db, databaseUrl: database.url, redisUrl, keyring, dataDir, ...options });
      closers.push(() => worker.stop());
      return worker;
    },
    addService: async (files, service = {}) => {
      const repository = await createRepository();
      closers.push(() => repository.remove());
      await repository.commit("First", files);
      const name = `svc-${randomBytes(4).toString("hex")}`;
      await createService(context, { keyring, service: { name, rootDirectory: "", ...service, repository: { url: repository.path } } });
      await createStage(context, { keyring, service: name, stage: { name: "dev", account: "sandbox", region: "us-east-1", autoDeploy: true } });
      return { name, repository };
    },
    close: async () => {
      for (const close of closers) await close();
      sessions.close();
      await db.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function addSandboxAccount({ db }: OperationContext, endpointUrl: string): Promise<string> {
  const accessKeyId = String(randomInt(100_000_000_000, 1_000_000_000_000));
  await db.prisma.awsAccount.create({
    data: {
      id: crypto.randomUUID(),
      name: "sandbox",
      kind: "sandbox",
      awsAccountId: accessKeyId,
      defaultRegion: "us-east-1",
      accessKeyId,
      endpointUrl,
    },
  });
  return accessKeyId;
}

type WorkerStart = { db: Database; databaseUrl: string; redisUrl: string; keyring: Keyring; dataDir: string; reconcileMs?: number };

let workers = 0;

async function startWorker({ db, databaseUrl, redisUrl, keyring, dataDir, reconcileMs }: WorkerStart): Promise<{ stop(budgetMs?: number): Promise<void> }> {
  const hints = openHintPublisher({ redisUrl });
  const sessions = openSessionPool();
  const logger = pino({ level: process.env["LOG_LEVEL"] ?? "silent" });
  workers += 1;
  const services = { db, keyring, sessions, hints, logger, owner: `test-${workers}`, dataDir, buildTimeoutMs: 60_000, leases: new Map() };
  const worker = openWorker({ services, redisUrl, concurrency: 4, ...(reconcileMs === undefined ? {} : { reconcileMs }) });
  const listener = listen({ url: databaseUrl, channels: [channels.outbox, channels.changes], onNotification: worker.onNotification });
  await listener.ready;
  worker.onMissedNotifications();
  let stopped: Promise<void> | undefined;
  const stop = async (budgetMs: number): Promise<void> => {
    await worker.stop(budgetMs);
    await listener.close();
    await hints.close();
    sessions.close();
  };
  return { stop: (budgetMs = 5_000) => (stopped ??= stop(budgetMs)) };
}

/** The same address at the emulator's real port. */
function toSandbox(url: string, sandboxUrl: string): URL {
  const { pathname, search } = new URL(url);
  return new URL(pathname + search, sandboxUrl);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
