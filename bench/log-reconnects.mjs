import { setTimeout as delay } from "node:timers/promises";
import { Redis } from "ioredis";
import { startProgram } from "./fork.mjs";
import { withPrintingProduct } from "./log-stream.mjs";
import { newRow } from "./rows.mjs";

const disconnects = 100;
const viewers = 25;
const lines = 5_000;

/**
 * What viewers miss or get twice while their connections are broken a hundred times, the API is killed once, and
 * Redis forgets all it had and drops the subscriptions.
 * @param {{ folder: string }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export function benchLogReconnects({ folder }) {
  return withPrintingProduct(folder, measureReconnects);
}

/** @param {import("./log-stream.mjs").Bench} bench */
async function measureReconnects({ product, prepare }) {
  const prepared = await prepare({ lines, viewers, perSecond: 250 });
  const followers = await startProgram("load/followers.mjs", {
    url: `${product.url.replace("http", "ws")}/api/live`,
    token: product.token,
    count: viewers,
    deploymentId: prepared.id,
  });
  const redis = new Redis(product.redisUrl);
  await prepared.begin();
  const faults = [
    { after: 30, strike: () => redis.flushall() },
    { after: 50, strike: () => redis.client("KILL", "TYPE", "pubsub") },
    { after: 70, strike: async () => process.kill(product.pidOf("The API"), "SIGKILL") },
  ];
  for (let broken = 0; broken < disconnects; ) {
    await delay(100 + Math.random() * 80);
    broken += (await followers.ask("break")).broken;
    if (broken >= (faults[0]?.after ?? disconnects)) await faults.shift()?.strike();
  }
  redis.disconnect();
  const deployment = await untilBack(() => prepared.ended());
  for (const deadline = Date.now() + 20_000; Date.now() < deadline && (await followers.ask("state")).done < viewers; ) await delay(100);
  const { lost, doubled, disordered } = await followers.ask("result", { rows: deployment.lastSeq, lines });
  await followers.stop();
  const what = `lines lost over ${disconnects} broken connections, a killed API and an emptied Redis`;
  const rows = [newRow("P22", what, { limit: 0, unit: "count" }), newRow("P22", "lines doubled over the same", { limit: 0, unit: "count" })];
  rows[0]?.ours.push(lost);
  rows[1]?.ours.push(doubled);
  if (disordered > 0) rows[0]?.wrong.push(`${disordered} viewers had rows in another order`);
  return rows;
}

/** The API may be away for some seconds. @template T @param {() => Promise<T>} ask @returns {Promise<T>} */
async function untilBack(ask) {
  for (const deadline = Date.now() + 30_000; ; await delay(250)) {
    try {
      return await ask();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
}
