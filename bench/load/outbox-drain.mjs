// Drains an outbox into BullMQ: by the product's relay, or by the least that must be done, in one process each.
import { openDatabase } from "@windlass/database/database";
import { relayOutbox } from "@windlass/operations/outbox/relay-outbox";
import { openProducer } from "@windlass/queue/producer";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import pg from "pg";
import { onRequest, settingsOfProgram } from "../fork.mjs";

const { databaseUrl, redisUrl, floor } = settingsOfProgram();
const redis = new Redis(redisUrl);
const drain = floor ? await openFloor() : await openRelay();

onRequest("drain", async ({ rows }) => {
  await redis.flushdb();
  await drain.fill(rows);
  const startedAt = performance.now();
  await drain.run();
  const seconds = (performance.now() - startedAt) / 1_000;
  return { perSecond: rows / seconds, waiting: await drain.waiting(), left: await drain.left() };
});

async function openRelay() {
  const db = openDatabase({ url: databaseUrl });
  const producer = openProducer({ redisUrl });
  return {
    fill: (/** @type {number} */ rows) => db.pool.query(
      `INSERT INTO outbox (queue, key, payload)
       SELECT 'deployments', 'deployment:' || id, jsonb_build_object('deploymentId', id) FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, $1::int)) ids`, [rows]),
    run: () => relayOutbox(db, { send: (messages) => producer.enqueueAll(messages), onUnreadable: () => process.exit(1) }),
    waiting: async () => (await producer.counts("deployments")).waiting,
    left: async () => (await db.pool.query("SELECT count(*)::int AS count FROM outbox WHERE sent_at IS NULL")).rows[0].count,
  };
}

async function openFloor() {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  await client.query("CREATE TABLE bench_outbox (id bigserial PRIMARY KEY, payload jsonb)");
  const queue = new Queue("bench-outbox", { connection: redis });
  const batch = async () => {
    await client.query("BEGIN");
    const { rows } = await client.query(
      "DELETE FROM bench_outbox WHERE id IN (SELECT id FROM bench_outbox ORDER BY id LIMIT 500 FOR UPDATE SKIP LOCKED) RETURNING id, payload");
    if (rows.length > 0) await queue.addBulk(rows.map((row) => ({ name: "job", data: row.payload, opts: { jobId: `outbox-${row.id}`, removeOnComplete: 1_000 } })));
    await client.query("COMMIT");
    return rows.length;
  };
  return {
    fill: (/** @type {number} */ rows) => client.query(
      "INSERT INTO bench_outbox (payload) SELECT jsonb_build_object('deploymentId', gen_random_uuid()) FROM generate_series(1, $1::int)", [rows]),
    run: async () => {
      while ((await batch()) > 0);
    },
    waiting: () => queue.getWaitingCount(),
    left: async () => (await client.query("SELECT count(*)::int AS count FROM bench_outbox")).rows[0].count,
  };
}
process.send?.({ type: "ready" });
