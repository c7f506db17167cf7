import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isTerminal, type DeploymentState } from "@windlass/contracts/deployment-state";
import { withClient, withDatabase } from "@windlass/database/create-database";
import { openDatabase, type Database } from "@windlass/database/database";
import { startRedis } from "@windlass/local-services/redis";
import { administrator, startApi, type ApiProcess, type WorkerOfApi } from "@windlass/local-services/testing/api-process";
import { findViolations } from "@windlass/operations/testing/invariants";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openAwsProxy, type AwsProxy } from "../../testing/aws-proxy.js";
import { createRepository, type TestRepository } from "../../testing/git-repository.js";
import { smallService } from "../small-service.js";
import { applyMigrations, buildOldVersion, newRoot, type OldVersion } from "./old-version.js";

let old: OldVersion;
let proxy: AwsProxy;
let db: Database;
let repository: TestRepository;
let oldApi: ApiProcess;
let newApi: ApiProcess;
let oldWorker: WorkerOfApi;
let newWorker: WorkerOfApi;
let startNewApi: () => Promise<ApiProcess>;
let token: string;
let databaseUrl: string;
const cleanups: (() => Promise<unknown>)[] = [];
const service = `upgrade-${process.pid}`;
const ids: string[] = [];

beforeAll(async () => {
  old = await buildOldVersion();
  cleanups.push(() => old.remove());
  const folder = await mkdtemp(join(tmpdir(), "windlass-upgrade-"));
  cleanups.push(() => rm(folder, { recursive: true, force: true }));
  const redis = await startRedis({ dataDir: join(folder, "redis"), logFile: join(folder, "redis.log") });
  cleanups.push(() => redis.stop());
  proxy = await openAwsProxy(inject("sandboxUrl"));
  cleanups.push(() => proxy.close());
  const name = `windlass_upgrade_${randomBytes(6).toString("hex")}`;
  databaseUrl = withDatabase(inject("databaseUrl"), name);
  await applyMigrations(old.root, databaseUrl);
  cleanups.push(() => withClient(inject("databaseUrl"), (client) => client.query(`DROP DATABASE ${name} WITH (FORCE)`)));
  db = openDatabase({ url: databaseUrl });
  cleanups.push(() => db.close());
  const at = { databaseUrl, redisUrl: redis.url, sandboxUrl: proxy.url, env: { WINDLASS_MASTER_KEY: randomBytes(32).toString("base64") } };
  oldApi = await startApi({ ...at, root: old.root });
  cleanups.push(() => oldApi.stop());
  oldWorker = await oldApi.startWorker();
  startNewApi = async () => {
    const started = await startApi(at);
    cleanups.push(() => started.stop());
    return started;
  };
  token = await signIn(oldApi);
  repository = await createRepository();
  cleanups.push(() => repository.remove());
  await release("v1");
  await call(oldApi, "POST /api/services", { name: service, repository: { url: repository.path } });
  await call(oldApi, `POST /api/services/${service}/stages`, { name: "dev", account: "sandbox", region: "us-east-1" });
}, 600_000);
afterAll(async () => {
  for (const cleanUp of cleanups.toReversed()) await cleanUp();
}, 60_000);

const release = (version: string) => repository.commit(version, smallService(version, service));

type Answer = { id: string; number: number; state: DeploymentState; token: string; error: unknown };

async function signIn({ url }: ApiProcess): Promise<string> {
  const headers = { "content-type": "application/json", origin: url };
  const signedIn = await fetch(`${url}/api/auth/sign-in/email`, { method: "POST", headers, body: JSON.stringify(administrator) });
  const cookie = signedIn.headers.getSetCookie().map((line) => line.split(";")[0]).join("; ");
  const made = await fetch(`${url}/api/tokens`, { method: "POST", headers: { ...headers, cookie }, body: JSON.stringify({ name: "upgrade" }) });
  return ((await made.json()) as Answer).token;
}

/** Raw, for a typed client knows the answers of one version only. */
async function call({ url }: ApiProcess, request: `${"GET" | "POST"} ${string}`, body?: object): Promise<Answer> {
  const [method = "GET", path] = request.split(" ");
  const headers = { authorization: `Bearer ${token}`, ...(body ? { "content-type": "application/json" } : {}) };
  const answer = await fetch(`${url}${path}`, { method, headers, ...(body ? { body: JSON.stringify(body) } : {}) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${request}: ${answer.status} ${text}`);
  return JSON.parse(text) as Answer;
}

async function deploy(through: ApiProcess): Promise<string> {
  const { id, number } = await call(through, `POST /api/services/${service}/stages/dev/deployments`, {});
  ids.push(id);
  return `/api/services/${service}/stages/dev/deployments/${number}`;
}

/** How a deployment ended, as one of the APIs tells it, and what was executed more than once. */
async function endOf(path: string, through: ApiProcess): Promise<object> {
  for (;;) {
    const { state, error } = await call(through, `GET ${path}`);
    if (isTerminal(state)) return { state, error, doubled: [...proxy.executions].filter(([, count]) => count > 1) };
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

const done = { state: "succeeded", error: null, doubled: [] };

describe("two versions beside each other (F29)", { timeout: 180_000 }, () => {
  it("migrations are applied while a worker of the old version deploys, and it ends well", async () => {
    const held = proxy.holdNext("ExecuteChangeSet");
    const path = await deploy(oldApi);
    await held.reached;
    const applied = await applyMigrations(newRoot, databaseUrl);
    expect(applied.length).toBeGreaterThan(0);
    process.stdout.write(`upgrade: from ${old.commit}, applied ${applied.join(", ")}\n`);
    held.release();
    expect(await endOf(path, oldApi)).toEqual(done);
  });

  it("an old worker deploys what a new API was asked for", async () => {
    newApi = await startNewApi();
    await oldApi.crash();
    await release("v2");
    expect(await endOf(await deploy(newApi), newApi)).toEqual(done);
  });

  it("an old worker hands over to a new one in the middle of a deployment", async () => {
    await release("v3");
    const held = proxy.holdNext("ExecuteChangeSet");
    const path = await deploy(newApi);
    await held.reached;
    newWorker = await newApi.startWorker();
    const ended = oldWorker.end("SIGTERM");
    held.release();
    await ended;
    expect(await endOf(path, newApi)).toEqual(done);
  });

  it("a new worker deploys what an old API was asked for, and the old API reads all of it", async () => {
    await oldApi.restart();
    await release("v4");
    const path = await deploy(oldApi);
    expect(await endOf(path, oldApi)).toEqual(done);
    for (const part of ["/events", "/plan", "/timeline", "/findings"]) await call(oldApi, `GET ${path}${part}`);
    for (const list of ["/api/home", "/api/queue", "/api/services", `/api/services/${service}/stages/dev`, `/api/services/${service}/stages/dev/releases`]) await call(oldApi, `GET ${list}`);
  });

  it("an old worker takes over from a new one that was killed: the upgrade can be taken back", async () => {
    await release("v5");
    const held = proxy.holdNext("ExecuteChangeSet");
    const path = await deploy(newApi);
    await held.reached;
    oldWorker = await oldApi.startWorker();
    await newWorker.end("SIGKILL");
    held.release();
    expect(await endOf(path, oldApi)).toEqual(done);
  });

  it("leaves a history without gaps, and no invariant is broken", async () => {
    expect(await findViolations(db.pool, { settled: true })).toEqual([]);
    for (const id of ids) expect(proxy.executions.get(`windlass-${id}`)).toBe(1);
  });
});
