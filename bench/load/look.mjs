import { setTimeout as delay } from "node:timers/promises";
import { sendRequests } from "./requests.mjs";

/**
 * Reads a deployment again and again, as a page does, until `until` is settled.
 * @param {import("../product.mjs").Product} product @param {string} name of the service @param {Promise<unknown>} until
 */
export async function look({ url, token, services: { stagePath } }, name, until) {
  let isOver = false;
  void until.finally(() => (isOver = true));
  const all = { seconds: /** @type {number[]} */ ([]), failures: /** @type {string[]} */ ([]) };
  const one = { method: "GET", path: `${stagePath(name)}/deployments/1`, headers: { authorization: `Bearer ${token}` } };
  while (!isOver) {
    const { seconds, failures } = await sendRequests(url, { connections: 1, durationMs: 1, next: () => one });
    all.seconds.push(...seconds);
    all.failures.push(...failures);
    await delay(20);
  }
  return all;
}
