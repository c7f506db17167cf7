import pg from "pg";
import { startProgram } from "./fork.mjs";
import { sendRequests } from "./load/requests.mjs";
import { withProduct } from "./product.mjs";
import { newRow } from "./rows.mjs";

const connections = 32;
const durationMs = 2_500;
/** A server that has just started is still being compiled by V8. */
const warmUpMs = 10_000;
const stages = 16;

/**
 * Requests per second of the two commonest calls, over the least that Fastify and one statement can do on the same
 * Postgres.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export function benchApi({ folder, rounds }) {
  return withProduct(folder, { sandbox: false }, (product) => measureCalls(product, rounds));
}

/** @param {import("./product.mjs").Product} product @param {number} rounds */
async function measureCalls(product, rounds) {
  const floor = await startProgram("floors/database-server.mjs", { databaseUrl: product.adminUrl });
  const database = new pg.Client(product.databaseUrl);
  await database.connect();
  // Only the API is measured: the deployments that are asked for must not run beside it.
  process.kill(product.pidOf("The worker"), "SIGSTOP");
  try {
    const names = await addServices(product);
    const options = /** @type {const} */ ({ better: "more", unit: "per second" });
    const read = newRow("P12", "read one deployment, with the session's cookie", { ...options, goal: 0.25, peerName: "Fastify + pg select" });
    const write = newRow("P13", "ask for a deployment", { ...options, goal: 0.3, peerName: "Fastify + pg insert" });
    const { id } = await product.services.deploy(names[0] ?? "");
    // Most deployments that are looked at have left the queue; the worker, which would take it out, stands still.
    await product.call("POST", `${product.services.stagePath(names[0] ?? "")}/deployments/1/cancellation`);
    for (let round = 0; round <= rounds; round += 1) {
      // The first round warms both up and does not count.
      const rows = round === 0 ? { read: newRow("", ""), write: newRow("", "") } : { read, write };
      const load = { connections, durationMs: round === 0 ? warmUpMs : durationMs };
      const sides = [() => measureProduct({ product, names, database, id, load }, rows), () => measureFloor(floor.ready, load, rows)];
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side();
    }
    return [read, write];
  } finally {
    await database.query("TRUNCATE outbox; DELETE FROM deployments");
    await database.end();
    process.kill(product.pidOf("The worker"), "SIGCONT");
    await floor.stop();
  }
}

/** @param {import("./product.mjs").Product} product */
async function addServices({ services, call }) {
  await call("POST", "/api/accounts", { name: "nowhere", kind: "keys", accessKeyId: "AKIABENCHBENCH00", secretAccessKey: "bench", endpointUrl: "http://127.0.0.1:9" });
  const names = Array.from({ length: stages }, (_, index) => `api-${index}`);
  for (const name of names) await services.create(name, { account: "nowhere" });
  return names;
}

/**
 * @typedef {{ connections: number, durationMs: number }} Load
 * @typedef {{ product: import("./product.mjs").Product, names: string[], database: pg.Client, id: string, load: Load }} Subject
 * @typedef {{ read: import("./rows.mjs").Row, write: import("./rows.mjs").Row }} Rows
 */

/** @param {Subject} subject @param {Rows} rows */
async function measureProduct({ product, names, database, id, load }, rows) {
  const { url, cookie, services } = product;
  const path = `${services.stagePath(names[0] ?? "")}/deployments/1`;
  const read = await sendRequests(url, { ...load, keepBodies: true, next: () => ({ method: "GET", path, headers: { cookie } }) });
  rows.read.ours.push(read.perSecond);
  rows.read.wrong.push(...read.failures.slice(0, 3));
  if (read.bodies.some((body) => JSON.parse(body).id !== id)) rows.read.wrong.push("An answer was not the deployment that was asked for");

  const before = await counts(database);
  const write = await sendRequests(url, {
    ...load,
    keepBodies: true,
    next: (index) => ({ method: "POST", path: `${services.stagePath(names[index % stages] ?? "")}/deployments`, headers: { cookie }, body: '{"ref":"main"}' }),
  });
  rows.write.ours.push(write.perSecond);
  rows.write.wrong.push(...write.failures.slice(0, 3));
  const ids = new Set(write.bodies.map((body) => JSON.parse(body).id));
  const after = await counts(database);
  for (const [table, count] of Object.entries(after)) {
    if (count - (before[table] ?? 0) !== ids.size) rows.write.wrong.push(`${ids.size} deployments were accepted and ${count - (before[table] ?? 0)} rows of ${table} written`);
  }
  const gaps = await database.query("SELECT stage_id FROM deployments GROUP BY stage_id HAVING count(*) <> max(number)");
  if (gaps.rows.length > 0) rows.write.wrong.push("The numbers of a stage's deployments have gaps");
}

/** What one accepted request writes. @param {pg.Client} database @returns {Promise<Record<string, number>>} */
async function counts(database) {
  const { rows } = await database.query(`SELECT (SELECT count(*) FROM deployments)::int AS deployments, (SELECT count(*) FROM outbox)::int AS outbox,
    (SELECT count(*) FROM audit_events WHERE action = 'deployment.requested')::int AS audit_events, (SELECT count(*) FROM events)::int AS events`);
  return rows[0];
}

/** @param {{ url: string, id: string }} floor @param {Load} load @param {Rows} rows */
async function measureFloor({ url, id }, load, rows) {
  const read = await sendRequests(url, { ...load, next: () => ({ method: "GET", path: `/rows/${id}`, headers: {} }) });
  rows.read.peer.push(read.perSecond);
  const body = JSON.stringify({ service: "service", stage: "dev", ref: "main" });
  const write = await sendRequests(url, { ...load, next: () => ({ method: "POST", path: "/rows", headers: {}, body }) });
  rows.write.peer.push(write.perSecond);
  rows.read.wrong.push(...read.failures.slice(0, 3));
  rows.write.wrong.push(...write.failures.slice(0, 3));
}
