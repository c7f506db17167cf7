import { spawn } from "node:child_process";
import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { startProgram } from "./fork.mjs";
import { memoryOf } from "./process-memory.mjs";
import { withProduct } from "./product.mjs";
import { newRow } from "./rows.mjs";

const viewers = 5_000;
const settleMs = 5_000;
/** V8 gives the room of a start back some ten seconds after the last work. */
const idleMs = 20_000;
/** Postgres counts a transaction up to 10 s after its connection has become idle: what made the services must be counted before. */
const countedMs = 12_000;
/** Longer than the reconciler's interval, so that each window has the same work in it. */
const idleWindowMs = 31_000;
const fewServices = 10;
const manyServices = 500;

/**
 * What the product needs when nothing happens, for each viewer, and as services grow.
 * @param {{ folder: string }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export function benchMemory({ folder }) {
  return withProduct(folder, { sandbox: false }, async (product) => [
    ...(await measureIdle(product)),
    ...(await measureGrowth(product)),
    ...(await measureViewers(product)),
  ]);
}

/** @param {import("./product.mjs").Product} product */
async function measureIdle({ adminUrl, redisUrl, pidOf }) {
  const settings = { databaseUrl: adminUrl, redisUrl: `${redisUrl}/5` };
  const rows = [];
  for (const [name, program] of [["The API", "floors/idle-api.mjs"], ["The worker", "floors/idle-worker.mjs"]]) {
    const row = newRow("P27", `idle memory: ${name}`, { goal: 2, unit: "bytes", peerName: "a bare one" });
    const floor = await startProgram(program ?? "", settings);
    await delay(idleMs);
    row.ours.push(memoryOf(pidOf(name ?? "")));
    row.peer.push(memoryOf(floor.pid));
    await floor.stop();
    rows.push(row);
  }
  return rows;
}

/** @param {import("./product.mjs").Product} product */
async function measureGrowth(product) {
  // Of another database, so that its own transactions are not counted.
  const watcher = new pg.Client(product.adminUrl);
  await watcher.connect();
  // Postgres tidies tables up after many rows were made, in transactions that are counted with the product's.
  await watcher.query("ALTER SYSTEM SET autovacuum = off");
  await watcher.query("SELECT pg_reload_conf()");
  try {
    return await measureServices(product, watcher);
  } finally {
    await watcher.end();
  }
}

/** @param {import("./product.mjs").Product} product @param {pg.Client} watcher */
async function measureServices(product, watcher) {
  const { services, call } = product;
  await call("POST", "/api/accounts", { name: "nowhere", kind: "keys", accessKeyId: "AKIABENCHBENCH00", secretAccessKey: "bench", endpointUrl: "http://127.0.0.1:9" });
  for (let index = 0; index < fewServices; index += 1) await services.create(`few-${index}`, { account: "nowhere" });
  const few = await watchIdle(product, watcher);
  for (let index = fewServices; index < manyServices; index += 1) await services.create(`many-${index}`, { account: "nowhere" });
  const many = await watchIdle(product, watcher);
  const { items } = await call("GET", `/api/services/many-${manyServices - 1}/stages`);
  const peerName = `${fewServices} services`;
  const memory = newRow("P29", `idle memory of API and worker with ${manyServices} services`, { goal: 1.3, unit: "bytes", peerName });
  const queries = newRow("P29", "transactions in half a minute of the same", { goal: 1.5, unit: "count", peerName });
  memory.ours.push(many.memory);
  memory.peer.push(few.memory);
  queries.ours.push(many.transactions);
  queries.peer.push(few.transactions);
  if (items.length !== 1) memory.wrong.push("The last service has no stage");
  return [memory, queries];
}

/** @param {import("./product.mjs").Product} product @param {pg.Client} watcher */
async function watchIdle({ pidOf }, watcher) {
  await delay(countedMs);
  const transactions = async () => {
    const { rows } = await watcher.query("SELECT (xact_commit + xact_rollback)::int AS count FROM pg_stat_database WHERE datname = 'windlass'");
    return rows[0].count;
  };
  const before = await transactions();
  await delay(idleWindowMs);
  return { memory: memoryOf(pidOf("The API")) + memoryOf(pidOf("The worker")), transactions: (await transactions()) - before };
}

/** @param {import("./product.mjs").Product} product */
async function measureViewers({ services, url, token, redisUrl, pidOf }) {
  // A deployment that stays: who follows one that has ended is told so and forgotten.
  process.kill(pidOf("The worker"), "SIGSTOP");
  const { id } = await services.deploy("few-0");
  const ours = await memoryPerViewer(pidOf("The API"), {
    url: `${url.replace("http", "ws")}/api/live`,
    headers: { authorization: `Bearer ${token}` },
    subscribe: { type: "subscribe", topic: "deployment", deploymentId: id, after: 0 },
  });
  process.kill(pidOf("The worker"), "SIGCONT");
  const server = await startProgram("floors/log-server.mjs", { redisUrl: `${redisUrl}/5`, key: "bench-none", frame: "batch" });
  const peer = await memoryPerViewer(server.pid, { url: server.ready.url, floor: true });
  await server.stop();
  const bare = newRow("P28", `memory for each of ${viewers} viewers`, { goal: 3, unit: "bytes", peerName: "a bare socket" });
  const tail = newRow("P28", "the same", { goal: 0.2, unit: "bytes", peerName: "a `tail -f`" });
  for (const row of [bare, tail]) row.ours.push(ours);
  bare.peer.push(peer);
  tail.peer.push(await memoryOfTail());
  return [bare, tail];
}

/** @param {number} pid the server's @param {Record<string, unknown>} settings */
async function memoryPerViewer(pid, settings) {
  await delay(settleMs);
  const before = memoryOf(pid);
  const program = await startProgram("load/viewers.mjs", { ...settings, count: viewers });
  await delay(settleMs);
  const after = memoryOf(pid);
  await program.stop();
  return (after - before) / viewers;
}

async function memoryOfTail() {
  const child = spawn("tail", ["-f", import.meta.filename], { stdio: "ignore" });
  await delay(500);
  const memory = memoryOf(child.pid ?? 0);
  child.kill();
  return memory;
}
