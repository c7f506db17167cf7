import { createHmac } from "node:crypto";
import { openLive } from "@windlass/client/live";
import { createTestDatabase } from "@windlass/database/test-database";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { WebSocket } from "ws";
import { startTcpProxy, type TcpProxy } from "@windlass/local-services/testing/tcp-proxy";
import { adminEmail, password, signInAsAdministrator, startTestApp, type TestApp } from "./testing/test-app.js";

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let postgres: TcpProxy;
let redis: TcpProxy;
let server: TestApp;
let cookie: string;

beforeEach(async () => {
  database = await createTestDatabase(inject("databaseUrl"));
  postgres = await startTcpProxy(database.url);
  redis = await startTcpProxy(inject("redisUrl"));
  server = await startTestApp({ databaseUrl: postgres.url, redisUrl: redis.url });
  cookie = await signInAsAdministrator(server);
  await server.call({ method: "POST", url: "/api/accounts", headers: { cookie }, payload: { name: "a", kind: "ambient", defaultRegion: "us-east-1" } });
  await server.as("operator", { method: "POST", url: "/api/services", payload: { name: "shop", repository: { url: "/srv/shop" } } });
  await server.as("operator", { method: "POST", url: "/api/services/shop/stages", payload: { name: "dev", account: "a", region: "us-east-1" } });
});
afterEach(async () => {
  postgres.mend();
  redis.mend();
  await server.close();
  await Promise.all([postgres.close(), redis.close()]);
  await database.drop();
});

const deploy = () => server.as("operator", { method: "POST", url: "/api/services/shop/stages/dev/deployments" });
const status = async (url: string) => (await server.call({ method: "GET", url })).statusCode;

function deliver() {
  const payload = JSON.stringify({ ref: "refs/heads/main", repository: { full_name: "x/y" } });
  const signature = `sha256=${createHmac("sha256", server.settings.webhookSecret).update(payload).digest("hex")}`;
  const headers = { "content-type": "application/json", "x-github-event": "push", "x-github-delivery": "d1", "x-hub-signature-256": signature };
  return server.call({ method: "POST", url: "/webhooks/github", headers, payload });
}

describe("while Postgres is away", () => {
  // PROOFS F12
  test("requests are 503 with a time to come back, health stays truthful, and all works once it is back", async () => {
    const readMe = () => server.call({ method: "GET", url: "/api/me", headers: { cookie } });
    const signIn = () => server.call({ method: "POST", url: "/api/auth/sign-in/email", payload: { email: adminEmail, password } });
    expect((await deploy()).statusCode).toBe(202);
    postgres.cut();
    for (const answer of [await deploy(), await deliver(), await readMe(), await signIn()]) {
      expect([answer.statusCode, answer.json().code]).toEqual([503, "unavailable"]);
      expect(Number(answer.headers["retry-after"])).toBeGreaterThan(0);
      expect(answer.body).not.toMatch(/ECONN|127\.0\.0\.1|pg|prisma/i);
    }
    expect([await status("/healthz"), await status("/readyz")]).toEqual([200, 503]);
    postgres.mend();
    expect((await deploy()).json()).toMatchObject({ number: 2 });
    expect((await deliver()).json()).toMatchObject({ duplicate: false });
    expect([(await readMe()).statusCode, (await signIn()).statusCode]).toEqual([200, 204]);
    expect(await status("/readyz")).toBe(200);
  });
});

describe("while Redis is away", () => {
  // PROOFS F07
  test("deployments and deliveries are accepted, because the outbox keeps them", async () => {
    redis.cut();
    expect((await deploy()).statusCode).toBe(202);
    expect((await deliver()).statusCode).toBe(202);
    expect([await status("/healthz"), await status("/readyz")]).toEqual([200, 503]);
    expect((await server.as("viewer", { method: "GET", url: "/api/queue" })).json()).toMatchObject({ workers: 0, waiting: [{ number: 1 }] });
    redis.mend();
    await expect.poll(() => status("/readyz"), { timeout: 10_000 }).toBe(200);
  });

  test("lines still reach a follower, who gets all of them when Postgres goes away too", async () => {
    const { id } = (await deploy()).json();
    const address = (await server.listen()).replace("http", "ws");
    const live = openLive({ url: `${address}/api/live`, token: await server.tokenOf("viewer"), WebSocket });
    try {
      const got: number[] = [];
      live.subscribeDeployment(id, 0, ({ events }) => got.push(...events.map(({ seq }) => seq)));
      await expect.poll(() => got, { timeout: 10_000 }).toEqual([1]);
      redis.cut();
      await write(id, 10);
      await expect.poll(() => got.length, { timeout: 10_000 }).toBe(11);
      postgres.cut();
      await new Promise((resolve) => setTimeout(resolve, 300));
      postgres.mend();
      await write(id, 10);
      await expect.poll(() => got.length, { timeout: 20_000 }).toBe(21);
      expect(got).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
    } finally {
      live.close();
    }
  });
});

async function write(deploymentId: string, count: number): Promise<void> {
  await server.app.db.pool.query(
    `WITH bumped AS (UPDATE deployments SET last_seq = last_seq + $2 WHERE id = $1 RETURNING id, last_seq)
     INSERT INTO events (deployment_id, seq, kind, payload)
     SELECT id, last_seq - $2 + n, 'log', '{"step": "build", "stream": "stdout", "level": "info", "text": "line"}'
     FROM bumped, generate_series(1, $2::int) n`,
    [deploymentId, count],
  );
}
