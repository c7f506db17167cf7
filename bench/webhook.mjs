import { createHmac, randomBytes, randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import pg from "pg";
import { startProgram } from "./fork.mjs";
import { sendRequests } from "./load/requests.mjs";
import { withProduct } from "./product.mjs";
import { newRow, percentile } from "./rows.mjs";

const connections = 32;
const durationMs = 2_500;
/** A server that has just started is still being compiled by V8. */
const warmUpMs = 10_000;
/** Postgres tells what a connection did once it has been idle for a moment. */
const settleMs = 1_500;

/** A push of 20 commits, some 6 kB. */
const body = JSON.stringify({
  ref: "refs/heads/main",
  repository: { full_name: "acme/orders" },
  commits: Array.from({ length: 20 }, (_, index) => ({ id: randomBytes(20).toString("hex"), message: `commit ${index} ${" ".repeat(200)}`, added: ["a.ts"], modified: ["b.ts"], removed: [] })),
});

/**
 * Deliveries that are checked, stored and answered per second, and refused ones, over the least that Fastify and one
 * statement can do on the same Postgres.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export function benchWebhook({ folder, rounds }) {
  return withProduct(folder, { sandbox: false }, (product) => measure(product, rounds));
}

/** @param {import("./product.mjs").Product} product @param {number} rounds */
async function measure(product, rounds) {
  const { secret } = await product.call("GET", "/api/settings/webhook");
  const floor = await startProgram("floors/webhook-server.mjs", { databaseUrl: product.adminUrl, secret });
  const database = new pg.Client(product.databaseUrl);
  await database.connect();
  const redis = new Redis(product.redisUrl);
  // Only the API is measured: what was delivered must not be processed beside it.
  process.kill(product.pidOf("The worker"), "SIGSTOP");
  const rows = newRows();
  const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  const subject = { product, floorUrl: floor.ready.url, database, redis, signature };
  try {
    for (let round = 0; round <= rounds; round += 1) {
      // The first round warms both up and does not count.
      const counted = round === 0 ? newRows() : rows;
      const load = { connections, durationMs: round === 0 ? warmUpMs : durationMs };
      const sides = [() => measureProduct(subject, load, counted), () => measureFloors(subject, load, counted)];
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side();
      await database.query("TRUNCATE outbox; DELETE FROM deliveries");
    }
    return Object.values(rows);
  } finally {
    await database.end();
    redis.disconnect();
    process.kill(product.pidOf("The worker"), "SIGCONT");
    await floor.stop();
  }
}

function newRows() {
  const rate = /** @type {const} */ ({ better: "more", unit: "per second" });
  return {
    intake: newRow("P14", "accept a signed delivery of 6 kB", { ...rate, goal: 0.6, peerName: "signature, one statement" }),
    bare: newRow("P14", "the same over a bare route that inserts one row", { ...rate, peerName: "Fastify + pg insert" }),
    latency: newRow("P14", "p99 of its answer at half of that rate", { limit: 0.25 }),
    refusal: newRow("P15", "refuse a delivery with a wrong signature", { ...rate, goal: 0.25, peerName: "Fastify JSON" }),
    calls: newRow("P15", "calls of Postgres and Redis for each of them, above those of an idle API", { limit: 0.1, unit: "count" }),
  };
}

/** @typedef {{ product: import("./product.mjs").Product, floorUrl: string, database: pg.Client, redis: Redis, signature: string }} Subject @typedef {ReturnType<typeof newRows>} Rows */

/** @param {string} path @param {string} signature @returns {() => import("./load/requests.mjs").HttpRequest} */
function delivery(path, signature) {
  return () => ({ method: "POST", path, body, headers: { "x-github-event": "push", "x-github-delivery": randomUUID(), "x-hub-signature-256": signature } });
}

/** @param {Subject} subject @param {{ connections: number, durationMs: number }} load @param {Rows} rows */
async function measureProduct({ product, database, redis, signature }, load, rows) {
  const path = "/webhooks/github";
  const before = await count(database);
  const intake = await sendRequests(product.url, { ...load, next: delivery(path, signature) });
  rows.intake.ours.push(intake.perSecond);
  rows.bare.ours.push(intake.perSecond);
  rows.intake.wrong.push(...intake.failures.slice(0, 3));
  const after = await count(database);
  for (const [table, rowsAfter] of Object.entries(after)) {
    const stored = rowsAfter - (before[table] ?? 0);
    if (stored !== intake.seconds.length) rows.intake.wrong.push(`${intake.seconds.length} deliveries were answered and ${stored} rows of ${table} stored`);
  }
  const paced = await sendRequests(product.url, { ...load, perSecond: intake.perSecond / 2, next: delivery(path, signature) });
  rows.latency.ours.push(percentile(paced.seconds, 0.99));
  rows.latency.wrong.push(...paced.failures.slice(0, 3));

  // The API looks at its own health meanwhile, and so do others at it.
  const idleBefore = await calls(database, redis);
  await new Promise((resolve) => setTimeout(resolve, load.durationMs + settleMs));
  const callsBefore = await calls(database, redis);
  const refused = await sendRequests(product.url, { ...load, next: delivery(path, `sha256=${"0".repeat(64)}`) });
  await new Promise((resolve) => setTimeout(resolve, settleMs));
  const made = (await calls(database, redis)) - callsBefore - (callsBefore - idleBefore);
  rows.refusal.ours.push(refused.perSecond);
  rows.calls.ours.push(Math.max(0, made) / refused.seconds.length);
  const otherwise = refused.seconds.length - refused.failures.filter((text) => text.includes("answered 401")).length;
  if (otherwise > 0) rows.refusal.wrong.push(`${otherwise} wrong signatures were not answered with 401`);
}

/** @param {Subject} subject @param {{ connections: number, durationMs: number }} load @param {Rows} rows */
async function measureFloors({ floorUrl, signature }, load, rows) {
  for (const [path, row] of /** @type {const} */ ([["/hook", rows.intake], ["/bare", rows.bare], ["/json", rows.refusal]])) {
    const result = await sendRequests(floorUrl, { ...load, next: delivery(path, signature) });
    row.peer.push(result.perSecond);
    row.wrong.push(...result.failures.slice(0, 3));
  }
}

/** What one accepted delivery stores. @param {pg.Client} database @returns {Promise<Record<string, number>>} */
async function count(database) {
  const { rows } = await database.query("SELECT (SELECT count(*) FROM deliveries)::int AS deliveries, (SELECT count(*) FROM outbox)::int AS outbox");
  return rows[0];
}

/** Transactions of Postgres and commands of Redis since they began. @param {pg.Client} database @param {Redis} redis */
async function calls(database, redis) {
  const { rows } = await database.query("SELECT xact_commit + xact_rollback AS transactions FROM pg_stat_database WHERE datname = current_database()");
  const commands = /total_commands_processed:(\d+)/.exec(await redis.info("stats"))?.[1];
  return Number(rows[0].transactions) + Number(commands);
}
