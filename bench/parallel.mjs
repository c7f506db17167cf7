import { setTimeout as delay } from "node:timers/promises";
import { look } from "./load/look.mjs";
import { memoryOfFamily } from "./process-memory.mjs";
import { withProduct } from "./product.mjs";
import { newRow, percentile } from "./rows.mjs";
import { handlerSaying, writeSmallService } from "./write-service.mjs";

const services = 20;
const memoryLimit = 2 * 1_024 ** 3;

/**
 * A code change of twenty services deployed at once, on the emulator, against that of one; and how the API answers meanwhile.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export function benchParallel({ folder, rounds }) {
  return withProduct(folder, {}, async (product) => {
    const names = Array.from({ length: services }, (_, index) => `parallel-${index}`);
    await addServices(product, names);
    const wall = newRow("P33", `deploy of a code change, ${services} at once, p95`, { goal: 3, peerName: "one alone" });
    const api = newRow("P33", "the API's p99 meanwhile", { goal: 3, peerName: "idle" });
    const memory = newRow("P33", "memory of the whole product meanwhile", { limit: memoryLimit, unit: "bytes" });
    for (let round = 0; round < rounds; round += 1) await measure({ product, names, round }, { wall, api, memory });
    return [wall, api, memory];
  });
}

/** @param {import("./product.mjs").Product} product @param {readonly string[]} names */
async function addServices(product, names) {
  for (const name of names) {
    writeSmallService(product.services.pathOf(name), name, "v0");
    product.services.commit(name, {});
    await product.services.create(name);
  }
  await deployAll(product, names);
}

/** Seconds from the request to the end of each. @param {import("./product.mjs").Product} product @param {readonly string[]} names */
async function deployAll({ services: { deploy, ended } }, names) {
  const asked = await Promise.all(names.map(async (name) => ({ name, number: (await deploy(name)).number })));
  return Promise.all(
    asked.map(async ({ name, number }) => {
      const { state, error, createdAt, finishedAt } = await ended(name, number);
      if (state !== "succeeded") throw new Error(`Deployment ${number} of ${name} ended ${state}: ${error?.message}`);
      return (Date.parse(finishedAt) - Date.parse(createdAt)) / 1_000;
    }),
  );
}

/**
 * @param {{ product: import("./product.mjs").Product, names: readonly string[], round: number }} at
 * @param {Record<"wall" | "api" | "memory", import("./rows.mjs").Row>} rows
 */
async function measure({ product, names, round }, rows) {
  const change = (/** @type {string} */ name, /** @type {string} */ version) => product.services.commit(name, { "src/api.mjs": handlerSaying(version) });
  const [first = ""] = names;
  change(first, `alone-${round}`);
  rows.wall.peer.push(...(await deployAll(product, [first])));
  rows.api.peer.push(percentile((await look(product, first, delay(3_000))).seconds, 0.99));

  for (const name of names) change(name, `together-${round}`);
  const deploying = deployAll(product, names);
  const [looked, seconds, peak] = await Promise.all([look(product, first, deploying), deploying, peakMemory(product, deploying)]);
  rows.wall.ours.push(percentile(seconds, 0.95));
  rows.api.ours.push(percentile(looked.seconds, 0.99));
  rows.api.wrong.push(...looked.failures.slice(0, 3));
  rows.memory.ours.push(peak);
  for (const name of names) {
    const { endpoints } = await product.call("GET", product.services.stagePath(name));
    const endpoint = endpoints.find((/** @type {{ kind: string }} */ one) => one.kind === "httpApi");
    const text = await fetch(`${endpoint?.url}/version`).then((answer) => answer.text(), String);
    if (!text.includes(`together-${round}`)) rows.wall.wrong.push(`${name} answers ${text.slice(0, 100)}`);
  }
}

/** The most that all processes of the product had together. @param {import("./product.mjs").Product} product @param {Promise<unknown>} until */
async function peakMemory({ pidOf, redisPid, postgresPid }, until) {
  let isOver = false;
  void until.finally(() => (isOver = true));
  let peak = 0;
  const pids = [...["The API", "The worker", "The AWS sandbox"].map((name) => pidOf(name)), redisPid, postgresPid];
  while (!isOver) {
    peak = Math.max(peak, pids.reduce((sum, pid) => sum + memoryOfFamily(pid), 0));
    await delay(500);
  }
  return peak;
}
