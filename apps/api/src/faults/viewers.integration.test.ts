import { openLive, type Live } from "@windlass/client/live";
import { createTestDatabase } from "@windlass/database/test-database";
import { openDatabase, type Database } from "@windlass/database/database";
import { startApi, type ApiProcess } from "@windlass/local-services/testing/api-process";
import { createToken } from "@windlass/operations/token/create-token";
import { seedDeployment, seedStage } from "@windlass/operations/testing/seed-deployment";
import { uuidv7 } from "uuidv7";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { WebSocket } from "ws";

const isWhole = process.env["WINDLASS_FAULTS"] === "whole";
const viewerCount = isWhole ? 500 : 60;

let drop: () => Promise<void>;
let db: Database;
let api: ApiProcess;
let token: string;

beforeAll(async () => {
  const database = await createTestDatabase(inject("databaseUrl"));
  drop = () => database.drop();
  db = openDatabase({ url: database.url });
  const redisUrl = Object.assign(new URL(inject("redisUrl")), { pathname: "/23" }).toString();
  api = await startApi({ databaseUrl: database.url, redisUrl, sandboxUrl: "http://127.0.0.1:9" });
  const id = uuidv7();
  await db.prisma.user.create({ data: { id, name: "Viewer", email: "viewer@example.org", role: "viewer" } });
  const context = { db, actor: { type: "user", id, label: "Viewer" }, role: "viewer", userId: id } as const;
  token = (await createToken({ ...context, role: "developer" }, { name: "test", expiresInDays: null })).token;
}, 150_000);
afterAll(async () => {
  await api.stop();
  await db.close();
  await drop();
});

/** Appends so many log lines as a worker does. */
async function write(deploymentId: string, count: number): Promise<void> {
  await db.pool.query(
    `WITH bumped AS (UPDATE deployments SET last_seq = last_seq + $2 WHERE id = $1 RETURNING id, last_seq)
     INSERT INTO events (deployment_id, seq, kind, payload)
     SELECT id, last_seq - $2 + n, 'log', '{"step": "build", "stream": "stdout", "level": "info", "text": "line"}'
     FROM bumped, generate_series(1, $2::int) n`,
    [deploymentId, count],
  );
}

type Viewer = { live: Live; got: number[]; backAfterMs: number | null };

function watch(deploymentId: string): Viewer {
  const live = openLive({ url: `${api.url.replace("http", "ws")}/api/live`, token, WebSocket });
  const viewer: Viewer = { live, got: [], backAfterMs: null };
  live.subscribeDeployment(deploymentId, 0, ({ events }) => viewer.got.push(...events.map(({ seq }) => seq)));
  return viewer;
}

describe(`an API that is killed under ${viewerCount} viewers (F06)`, () => {
  it.each(Array.from({ length: isWhole ? 5 : 1 }, (_, index) => index + 1))("has all of them back within 10 s, at different moments, and none misses or doubles a line: round %i", { timeout: 180_000 }, async () => {
    const deploymentId = await seedDeployment(db, { stageId: await seedStage(db), number: 1 });
    const viewers = Array.from({ length: viewerCount }, () => watch(deploymentId));
    try {
      await write(deploymentId, 50);
      await expect.poll(() => viewers.every(({ got }) => got.length === 51), { timeout: 30_000 }).toBe(true);
      await api.crash();
      await write(deploymentId, 50);
      await api.restart();
      const upAt = Date.now();
      for (const viewer of viewers) {
        if (viewer.live.status() === "open") viewer.backAfterMs = 0;
        viewer.live.onStatus((status) => {
          if (status === "open") viewer.backAfterMs ??= Date.now() - upAt;
        });
      }
      await expect.poll(() => viewers.every(({ got }) => got.length === 101), { timeout: 40_000 }).toBe(true);
      const moments = viewers.map(({ backAfterMs }) => backAfterMs ?? Number.POSITIVE_INFINITY);
      expect(Math.max(...moments)).toBeLessThan(10_000);
      expect(new Set(moments.map((ms) => Math.round(ms / 100))).size).toBeGreaterThan(5);
      const dense = Array.from({ length: 101 }, (_, index) => index + 1);
      for (const { got } of viewers) expect(got).toEqual(dense);
    } finally {
      for (const { live } of viewers) live.close();
    }
  });
});
