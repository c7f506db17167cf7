import { channels } from "@windlass/contracts/job";
import { liveFrameSchema, type LiveFrame } from "@windlass/contracts/live";
import { openHintPublisher } from "@windlass/queue/event-hints";
import { openLive } from "@windlass/client/live";
import Fastify from "fastify";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { WebSocket } from "ws";
import { mostFrameRows } from "@windlass/operations/deployment/follow-events";
import { database } from "./plugins/database.js";
import { signInAsAdministrator, startTestApp, type TestApp } from "./testing/test-app.js";

let server: TestApp;
let url: string;
const open: { close(): void }[] = [];

beforeAll(async () => {
  server = await startTestApp();
  url = `${(await server.listen()).replace("http", "ws")}/api/live`;
  await server.as("admin", { method: "POST", url: "/api/accounts", payload: { name: "a", kind: "ambient", defaultRegion: "us-east-1" } });
  await server.as("admin", { method: "POST", url: "/api/services", payload: { name: "shop", repository: { url: "/srv/shop" } } });
  await server.as("admin", { method: "POST", url: "/api/services/shop/stages", payload: { name: "dev", account: "a", region: "us-east-1" } });
});
afterEach(() => open.splice(0).forEach((socket) => socket.close()));
afterAll(() => server.close());

async function newDeployment(): Promise<string> {
  return (await server.as("admin", { method: "POST", url: "/api/services/shop/stages/dev/deployments" })).json().id;
}

/** Writes lines as the worker's batcher does: one statement, dense `seq`. */
async function write(deploymentId: string, count: number): Promise<void> {
  await server.app.db.pool.query(
    `WITH bumped AS (UPDATE deployments SET last_seq = last_seq + $2 WHERE id = $1 RETURNING id, last_seq)
     INSERT INTO events (deployment_id, seq, kind, payload)
     SELECT id, last_seq - $2 + n, 'log', jsonb_build_object('step', 'build', 'stream', 'stdout', 'level', 'info', 'text', 'line ' || (last_seq - $2 + n))
     FROM bumped, generate_series(1, $2::int) n`,
    [deploymentId, count],
  );
}

const end = (deploymentId: string) => server.app.db.pool.query("UPDATE deployments SET state = 'failed', finished_at = now() WHERE id = $1", [deploymentId]);

async function connect(headers: Record<string, string>): Promise<{ socket: WebSocket; frames: LiveFrame[]; until: (seen: () => boolean) => Promise<void>; closed: Promise<number> }> {
  const socket = new WebSocket(url, { headers });
  open.push(socket);
  const frames: LiveFrame[] = [];
  let check = (): void => undefined;
  socket.on("message", (data: Buffer) => {
    frames.push(liveFrameSchema.parse(JSON.parse(data.toString())));
    check();
  });
  const closed = new Promise<number>((resolve) => socket.on("close", resolve));
  await new Promise<void>((resolve, reject) => {
    socket.on("open", resolve);
    socket.on("error", reject);
  });
  const until = (seen: () => boolean) =>
    new Promise<void>((resolve) => {
      check = () => void (seen() && resolve());
      check();
    });
  return { socket, frames, until, closed };
}

const bearer = async (role: "viewer" | "admin" = "viewer") => ({ authorization: `Bearer ${await server.tokenOf(role)}` });
const seqs = (frames: readonly LiveFrame[]) => frames.flatMap((frame) => (frame.type === "events" ? frame.events.map(({ seq }) => seq) : []));
const upTo = (last: number, after = 0) => Array.from({ length: last - after }, (_, index) => after + index + 1);

describe("the live socket", () => {
  test("serves what is above the cursor, in order, in batches, and goes on until the deployment has ended", async () => {
    const id = await newDeployment();
    await write(id, 1_999);
    const { socket, frames, until } = await connect(await bearer());
    socket.send(JSON.stringify({ type: "subscribe", topic: "deployment", deploymentId: id, after: 100 }));
    await until(() => seqs(frames).length >= 1_900);
    await write(id, 50);
    await until(() => seqs(frames).length >= 1_950);
    await end(id);
    await until(() => frames.some((frame) => frame.type === "events" && frame.done));
    expect(seqs(frames)).toEqual(upTo(2_050, 100));
    expect(Math.max(...frames.map((frame) => (frame.type === "events" ? frame.events.length : 0)))).toBeLessThanOrEqual(mostFrameRows);
  });

  test("is woken by a hint long before it would look by itself", async () => {
    const hints = openHintPublisher({ redisUrl: server.settings.redisUrl });
    open.push({ close: () => void hints.close() });
    const id = await newDeployment();
    const { socket, frames, until } = await connect(await bearer());
    socket.send(JSON.stringify({ type: "subscribe", topic: "deployment", deploymentId: id, after: 0 }));
    await until(() => seqs(frames).length === 1);
    const delays: number[] = [];
    for (let n = 2; n <= 21; n += 1) {
      await write(id, 1);
      const start = performance.now();
      hints.publishHint(id, n);
      await until(() => seqs(frames).length === n);
      delays.push(performance.now() - start);
    }
    delays.sort((a, b) => a - b);
    expect(delays[10]).toBeLessThan(250);
    expect(seqs(frames)).toEqual(upTo(21));
  });

  // PROOFS P22
  test("loses and doubles nothing for a client that is cut off again and again while lines are written", async () => {
    const id = await newDeployment();
    const token = await server.tokenOf("viewer");
    const cut: WebSocket[] = [];
    class Cuttable extends WebSocket {
      constructor(address: string, protocols?: string[], options?: { headers: Record<string, string> }) {
        super(address, protocols, options);
        cut.push(this);
      }
    }
    const live = openLive({ url, token, WebSocket: Cuttable });
    open.push({ close: () => live.close() });
    const got: number[] = [];
    live.subscribeDeployment(id, 0, ({ events }) => got.push(...events.map(({ seq }) => seq)));
    let written = 1;
    for (let round = 0; round < 25; round += 1) {
      const count = 1 + ((round * 37) % 300);
      await write(id, count);
      written += count;
      cut.at(-1)?.terminate();
      await new Promise((resolve) => setTimeout(resolve, (round * 13) % 40));
    }
    await end(id);
    await expect.poll(() => got.length, { timeout: 20_000 }).toBeGreaterThanOrEqual(written);
    expect(got).toEqual(upTo(written));
  });

  test("tells of changes", async () => {
    const { socket, frames, until } = await connect(await bearer());
    socket.send(JSON.stringify({ type: "subscribe", topic: "changes" }));
    socket.send(JSON.stringify({ type: "ping" }));
    await until(() => frames.some(({ type }) => type === "pong"));
    const id = await newDeployment();
    const told = () => frames.flatMap((frame) => (frame.type === "changes" ? frame.changes : [])).filter((change) => change.id === id);
    await until(() => told().length > 0);
    expect(told()[0]).toMatchObject({ entity: "deployment", id, stageId: expect.any(String), serviceId: expect.any(String) });
  });

  test("counts as missed what was notified before the server listened", async () => {
    const app = Fastify();
    await app.register(database, { url: server.settings.databaseUrl });
    let missed = 0;
    app.hear({ channel: channels.changes, onNotification: () => undefined, onMissed: () => (missed += 1) });
    await app.ready();
    await expect.poll(() => missed, { timeout: 5_000 }).toBe(1);
    await app.close();
  });

  // PROOFS S18, S07
  test("is refused to a page of another site, to nobody, and to a bad token", async () => {
    const cookie = await signInAsAdministrator(server).catch(() => "");
    const refusal = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve) => {
        const socket = new WebSocket(url, { headers });
        socket.on("unexpected-response", (_request, response) => resolve(response.statusCode));
        socket.on("open", () => {
          socket.close();
          resolve(101);
        });
        socket.on("error", () => undefined);
      });
    expect(await refusal({ ...(await bearer()), origin: "https://evil.example" })).toBe(403);
    expect(await refusal({ cookie, origin: "https://evil.example" })).not.toBe(101);
    expect(await refusal({})).toBe(401);
    expect(await refusal({ authorization: "Bearer nothing" })).toBe(401);
    expect(await refusal({ ...(await bearer()), origin: url.replace("ws", "http").replace("/api/live", "") })).toBe(101);
  });

  test("says so when a deployment does not exist, and closes on what is no request", async () => {
    const { socket, frames, until, closed } = await connect(await bearer());
    socket.send(JSON.stringify({ type: "subscribe", topic: "deployment", deploymentId: "01936d5a-0000-7000-8000-000000000001", after: 0 }));
    await until(() => frames.some((frame) => frame.type === "error" && frame.code === "not_found"));
    socket.send('{"type":"subscribe","topic":"../../etc/passwd"}');
    expect(await closed).toBe(4002);
  });

  // PROOFS S17
  test("is closed at once when its token is revoked", async () => {
    const { closed } = await connect(await bearer("admin"));
    const start = performance.now();
    await server.app.db.prisma.apiToken.updateMany({ where: { user: { role: "admin" } }, data: { revokedAt: new Date() } });
    expect(await closed).toBe(4001);
    expect(performance.now() - start).toBeLessThan(1_000);
  });
});
