import pg from "pg";
import { startProgram } from "./fork.mjs";
import { makeMigratedDatabase } from "./migrated-database.mjs";
import { withProduct } from "./product.mjs";
import { newRow, percentile } from "./rows.mjs";

const deploymentsPerRound = 30;
const outboxRows = 4_000;

/**
 * From the request for a deployment to the worker that begins it, and how fast an outbox that has filled is emptied.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export function benchQueue({ folder, rounds }) {
  return withProduct(folder, { sandbox: false }, async (product) => [...(await measurePickUp(product, rounds)), await measureDrain(product, rounds)]);
}

/** @param {import("./product.mjs").Product} product @param {number} rounds */
async function measurePickUp(product, rounds) {
  const { services, call, redisUrl, databaseUrl } = product;
  await call("POST", "/api/accounts", { name: "nowhere", kind: "keys", accessKeyId: "AKIABENCHBENCH00", secretAccessKey: "bench", endpointUrl: "http://127.0.0.1:9" });
  // Nothing to compile: the deployment ends as soon as the worker has looked.
  services.commit("idle", { "README.md": "no service\n" });
  await services.create("idle", { account: "nowhere" });
  const floor = await startProgram("floors/queue-pickup.mjs", { redisUrl: `${redisUrl}/5` });
  const database = new pg.Client(databaseUrl);
  await database.connect();
  const p50 = newRow("P16", "asked for to begun by an idle worker, p50", { goal: 100, limit: 0.025, peerName: "BullMQ add to start" });
  const p99 = newRow("P16", "the same, p99", { limit: 0.25, peerName: "BullMQ add to start" });
  try {
    for (let round = 0; round <= rounds; round += 1) {
      /** @type {number[]} */
      const seconds = [];
      for (let index = 0; index < deploymentsPerRound; index += 1) {
        const { id, number } = await services.deploy("idle");
        await services.ended("idle", number);
        const { rows } = await database.query("SELECT extract(epoch FROM started_at - created_at)::float8 AS seconds FROM deployments WHERE id = $1", [id]);
        if (rows[0].seconds === null) p50.wrong.push(`Deployment ${number} was never begun`);
        else seconds.push(rows[0].seconds);
      }
      const bare = await floor.ask("measure", { jobs: 100 });
      // The first round warms both up and does not count.
      if (round === 0) continue;
      p50.ours.push(percentile(seconds, 0.5));
      p99.ours.push(percentile(seconds, 0.99));
      p50.peer.push(percentile(bare.seconds, 0.5));
      p99.peer.push(percentile(bare.seconds, 0.99));
    }
  } finally {
    await database.end();
    await floor.stop();
  }
  return [p50, p99];
}

/** @param {import("./product.mjs").Product} product @param {number} rounds */
async function measureDrain({ adminUrl, redisUrl }, rounds) {
  const databaseUrl = await makeMigratedDatabase(adminUrl, "bench_outbox");
  const relay = await startProgram("load/outbox-drain.mjs", { databaseUrl, redisUrl: `${redisUrl}/6`, floor: false });
  const floor = await startProgram("load/outbox-drain.mjs", { databaseUrl, redisUrl: `${redisUrl}/7`, floor: true });
  const row = newRow("P17", "messages from a full outbox into the queue", { goal: 0.5, better: "more", unit: "per second", peerName: "delete + addBulk" });
  for (let round = 0; round <= rounds; round += 1) {
    for (const side of round % 2 === 0 ? [relay, floor] : [floor, relay]) {
      const drained = await side.ask("drain", { rows: outboxRows });
      if (drained.waiting !== outboxRows || drained.left !== 0) row.wrong.push(`${drained.waiting} of ${outboxRows} messages arrived, ${drained.left} were left`);
      if (round > 0) row[side === relay ? "ours" : "peer"].push(drained.perSecond);
    }
  }
  for (const program of [relay, floor]) await program.stop();
  return row;
}
