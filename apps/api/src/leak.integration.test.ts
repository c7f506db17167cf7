import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { randomBytes, randomInt } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { openSession } from "@windlass/aws/session";
import { putParameter } from "@windlass/aws/testing/put-parameter";
import { deploymentSchema, deploymentSummarySchema, type Deployment } from "@windlass/contracts/deployment";
import { isTerminal } from "@windlass/contracts/deployment-state";
import { pageSchema } from "@windlass/contracts/page";
import { openDatabase, type Database } from "@windlass/database/database";
import { createTestDatabase } from "@windlass/database/test-database";
import { startRedis, type LocalRedis } from "@windlass/local-services/redis";
import { secretForms } from "@windlass/operations/masking/secret-forms";
import { createToken } from "@windlass/operations/token/create-token";
import { dumpRedis } from "@windlass/queue/testing/dump-redis";
import { afterAll, beforeAll, describe, expect, inject, test, vi } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";

const random = (): string => randomBytes(12).toString("base64url");
/** One canary for each way out. */
const canaries = {
  environment: `env/${random()}+x=&y`,
  output: `out-${random()}`,
  built: `built ${random()} "quoted"/?`,
  pem: `-----BEGIN KEY-----\n${randomBytes(48).toString("base64")}\n${randomBytes(48).toString("base64")}\n-----END KEY-----`,
  failure: `Fail${randomBytes(10).toString("hex")}`,
  fetched: `ssm-${random()}`,
  accessToken: `ghp_${random()}`,
};

let directory: string;
let redis: LocalRedis;
let database: Awaited<ReturnType<typeof createTestDatabase>>;
let db: Database;
let address: string;
let token: string;
const children: ChildProcess[] = [];
const logs: string[] = [];
const seen: string[] = [];
const accountId = String(randomInt(100_000_000_000, 1_000_000_000_000));

/** Starts a process as it was built before the tests; what it logs, down to the last detail, is kept. */
async function start(entry: string, ready: RegExp): Promise<string> {
  const env = { PATH: process.env["PATH"] ?? "", DATABASE_URL: database.url, REDIS_URL: redis.url, PORT: "0", WINDLASS_DATA: path.join(directory, "data"), LOG_LEVEL: "trace" };
  const child = spawn(process.execPath, [path.join(import.meta.dirname, entry)], { env, stdio: ["ignore", "pipe", "pipe"] });
  children.push(child);
  let output = "";
  const index = logs.push("") - 1;
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (data: Buffer) => (logs[index] = output += data.toString()));
  await vi.waitUntil(() => ready.test(output), { timeout: 60_000 });
  return ready.exec(output)?.[1] ?? "";
}

async function call(method: string, url: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${token}`, ...(body === undefined ? {} : { "content-type": "application/json" }) };
  return fetch(`${address}${url}`, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
}

async function ask(method: string, url: string, body?: unknown): Promise<unknown> {
  const answer = await call(method, url, body);
  if (!answer.ok) throw new Error(`${method} ${url}: ${answer.status} ${await answer.text()}`);
  return answer.status === 204 ? null : answer.json();
}

/** Asks for a deployment and gives it as it ended. */
async function deploy(kind = "deployments", body: object = {}): Promise<Deployment> {
  const { id } = deploymentSchema.parse(await ask("POST", `/api/services/shop/stages/dev/${kind}`, body));
  watch(id);
  return vi.waitUntil(
    async () => {
      const deployment = deploymentSchema.parse(await ask("GET", `/api/deployments/${id}`));
      return isTerminal(deployment.state) ? deployment : null;
    },
    { timeout: 50_000, interval: 200 },
  );
}

/** Keeps every frame that a viewer of the deployment gets. */
function watch(deploymentId: string): void {
  const socket = new WebSocket(`${address.replace("http", "ws")}/api/live`, { headers: { authorization: `Bearer ${token}` } });
  socket.on("message", (data: Buffer) => seen.push(data.toString()));
  socket.on("open", () => {
    socket.send(JSON.stringify({ type: "subscribe", topic: "changes" }));
    socket.send(JSON.stringify({ type: "subscribe", topic: "deployment", deploymentId, after: 0 }));
  });
}

const buildScript = `
const built = Buffer.from(${JSON.stringify(Buffer.from(canaries.built).toString("hex"))}, "hex").toString();
const pem = Buffer.from(${JSON.stringify(Buffer.from(canaries.pem).toString("hex"))}, "hex").toString();
console.log("raw", built);
console.log("base64", Buffer.from(built).toString("base64"), Buffer.from("x:" + built).toString("base64"), Buffer.from("xy" + built + "z").toString("base64url"));
console.log("url", encodeURIComponent(built), JSON.stringify({ built }), Buffer.from(built).toString("hex"));
console.error(pem);
process.stdout.write("split " + built.slice(0, 9));
setTimeout(() => process.stdout.write(built.slice(9) + " end\\n"), 80);
`;
const config = (resources: string): string => `service: shop
provider: { name: aws, runtime: nodejs22.x, tags: { token: "\${param:output}" } }
functions:
  hello:
    handler: hello.handler
    description: "has \${ssm:/shop/fetched}"
    environment: { GREETING: "\${param:environment}", TOLD: "\${ssm:/shop/fetched}", LINES: "\${param:pem}" }
resources:
${resources}`;
const good = "  Outputs: { Told: { Value: \"https://x.example/?t=${param:output}\", Description: \"told ${param:output}\" } }\n";
const bad = "  Resources: { Broken: { Type: \"AWS::Nope::${param:failure}\", Properties: { Name: x } } }\n";

let repository: string;
function commit(resources: string): void {
  writeFileSync(path.join(repository, "serverless.yml"), config(resources));
  writeFileSync(path.join(repository, "hello.mjs"), "export const handler = async () => ({});\n");
  writeFileSync(path.join(repository, "build.mjs"), buildScript);
  const git = (...args: string[]) => execFileSync("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main", ...args], { cwd: repository });
  git("init", "--quiet");
  git("add", "--all");
  git("commit", "--quiet", "-m", `Deploy with ${canaries.output} in the message`);
}

beforeAll(async () => {
  directory = await mkdtemp(path.join(tmpdir(), "windlass-leak-"));
  repository = path.join(directory, "repository");
  mkdirSync(repository);
  redis = await startRedis({ dataDir: path.join(directory, "redis"), logFile: path.join(directory, "redis.log") });
  database = await createTestDatabase(inject("databaseUrl"));
  db = openDatabase({ url: database.url });
  const userId = crypto.randomUUID();
  await db.prisma.user.create({ data: { id: userId, name: "Ada", email: "ada@example.org", role: "admin" } });
  token = (await createToken({ db, actor: { type: "user", id: userId, label: "Ada" }, role: "admin", userId }, { name: "test", expiresInDays: null })).token;
  await db.prisma.awsAccount.create({ data: { id: crypto.randomUUID(), name: "sandbox", kind: "sandbox", awsAccountId: accountId, accessKeyId: accountId, defaultRegion: "us-east-1", endpointUrl: inject("sandboxUrl") } });
  const aws = openSession({ kind: "sandbox", endpointUrl: inject("sandboxUrl"), accessKeyId: accountId }, "us-east-1");
  await putParameter(aws, { name: "/shop/fetched", value: canaries.fetched, type: "SecureString" });
  aws.close();
  commit(good);
  address = await start("../dist/bundle/server.js", /Server listening at (http:[^"]+)/);
  await start("../../worker/dist/bundle/main.js", /(takes jobs)/);
}, 150_000);
afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await db.close();
  await database.drop();
  await redis.stop();
  await rm(directory, { recursive: true, force: true });
});

/** The forms by which a canary would be known, but for pieces so short that chance makes them. */
const forms = (): [string, string][] =>
  Object.entries(canaries).flatMap(([name, value]) => secretForms(value).filter((form) => form.length >= 8).map((form): [string, string] => [name, form]));
const found = (text: string): string[] => [...new Set(forms().filter(([, form]) => text.includes(form)).map(([name, form]) => `${name}: ${form}`))];

/** Every value of every column, bytes as what they may spell. */
async function dumpPostgres(): Promise<string> {
  const { rows: tables } = await db.pool.query<{ name: string }>("SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'");
  const parts: string[] = [];
  for (const { name } of tables) {
    const { rows } = await db.pool.query<Record<string, unknown>>(`SELECT * FROM "${name}"`);
    for (const row of rows) parts.push(...Object.values(row).map((value) => (Buffer.isBuffer(value) ? value.toString("latin1") : typeof value === "string" ? value : JSON.stringify(value))));
  }
  return parts.join("\n");
}

/** Every answer to a GET of the documented API that concerns the stage or its deployments. */
async function dumpAnswers(): Promise<string> {
  const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(await ask("GET", "/api/openapi.json"));
  const { items } = pageSchema(deploymentSummarySchema).parse(await ask("GET", "/api/services/shop/stages/dev/deployments"));
  const answers: string[] = [];
  for (const [template, methods] of Object.entries(paths)) {
    if (!("get" in methods)) continue;
    for (const { id, number } of items) {
      const url = template.replace("{service}", "shop").replace("{stage}", "dev").replace("{number}", String(number)).replace("{id}", id).replace("{account}", "sandbox").replace("{name}", "sandbox");
      if (url.includes("{")) continue;
      answers.push(`${url} ${await (await call("GET", url)).text()}`);
    }
  }
  return answers.join("\n");
}

describe("a secret that goes through a deployment (S09)", () => {
  test("is found in no table, no Redis key, no log, no answer and no frame", async () => {
    await ask("POST", "/api/services", { name: "shop", repository: { url: repository, accessToken: canaries.accessToken }, buildCommand: ["node", "build.mjs"] });
    await ask("POST", "/api/services/shop/stages", { name: "dev", account: "sandbox", region: "us-east-1" });
    const parameters = (["environment", "output", "built", "pem", "failure"] as const).map((name) => ({ name, value: canaries[name], secret: true }));
    await ask("PATCH", "/api/services/shop/stages/dev", { parameters });

    const first = await deploy();
    expect(first).toMatchObject({ error: null, state: "succeeded", outputs: expect.arrayContaining([expect.objectContaining({ value: "https://x.example/?t=***", description: "told ***" })]) });
    // The secret was changed: what still runs has the old one.
    await ask("PATCH", "/api/services/shop/stages/dev", { parameters: parameters.map((parameter) => (parameter.name === "output" ? { ...parameter, value: "another-value" } : parameter)) });
    commit(`${bad}${good}`);
    const second = await deploy();
    expect(second.state).not.toBe("succeeded");
    expect(JSON.stringify(second.error)).toContain("***");
    commit(good);
    expect(await deploy()).toMatchObject({ state: "succeeded" });
    expect(await deploy("rollbacks", { to: 1 })).toMatchObject({ state: "succeeded" });

    const postgres = await dumpPostgres();
    expect(postgres).toContain("split *** end");
    expect(postgres).toContain("raw ***");
    const answers = await dumpAnswers();
    expect(answers).toContain("split *** end");
    expect(answers).toContain("/api/services/shop/stages/dev/releases/1/config");
    await expect.poll(() => seen.join("\n")).toContain("split *** end");
    expect({
      postgres: found(postgres),
      redis: found(await dumpRedis(redis.url)),
      logs: found(logs.join("\n")),
      answers: found(answers),
      frames: found(seen.join("\n")),
    }).toEqual({ postgres: [], redis: [], logs: [], answers: [], frames: [] });
  }, 200_000);
});
