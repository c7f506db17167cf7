import { setTimeout as delay } from "node:timers/promises";
import { liveUrl, openLive } from "@windlass/client/live";
import WebSocket from "ws";
import { startAwsProxy, uncounted } from "./aws-proxy.mjs";
import { withProduct } from "./product.mjs";
import { newRow, percentile } from "./rows.mjs";

const shortestMs = 3_000;
const longestMs = 120_000;
const loners = 12;
const crowd = 20;
const crowdMs = 75_000;
const crowdKey = "000000000999";
const throttledShare = 0.3;
const slowPollMs = 5_000;

/**
 * Stacks that take as long as on AWS. Some are alone in their account, and it is measured how late their end is known; a
 * crowd shares one account that throttles, and it is counted how often AWS is asked.
 * @param {{ folder: string }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export function benchPolling({ folder }) {
  return withProduct(folder, { concurrency: loners + crowd }, measure);
}

/** @param {import("./product.mjs").Product} product */
async function measure(product) {
  const names = { alone: namesOf("alone", loners), crowd: namesOf("crowd", crowd) };
  const durations = new Map(names.alone.map((name, index) => [`${name}-dev`, shortestMs + ((longestMs - shortestMs) * (index + Math.random())) / loners]));
  /** @type {Map<string, number>} */
  const doneAt = new Map();
  /** @type {Promise<number>[]} */
  const slowPolls = [];
  const proxy = await startAwsProxy(product.sandboxUrl, {
    stackMs: (stack) => durations.get(stack) ?? crowdMs,
    throttles: ({ action, accessKeyId }) => accessKeyId === crowdKey && action.startsWith("DescribeStack") && Math.random() < throttledShare,
    onExecute: (stack, at) => {
      doneAt.set(stack, at);
      if (durations.has(stack)) slowPolls.push(pollSlowly({ url: proxy.url, stack, key: keyOf(Number(stack.split("-")[1])), doneAtMs: at }));
    },
  });
  try {
    await addServices(product, { names, url: proxy.url });
    const shown = await deployAll(product, [...names.alone, ...names.crowd]);
    const lags = names.alone.map((name) => ((shown.get(name)?.atMs ?? Number.NaN) - (doneAt.get(`${name}-dev`) ?? Number.NaN)) / 1_000);
    return [...toLagRows({ lags, slow: await Promise.all(slowPolls), shown, names: names.alone }), ...toCrowdRows({ proxy, doneAt, shown, names: names.crowd })];
  } finally {
    await proxy.stop();
  }
}

/** @param {string} prefix @param {number} count */
const namesOf = (prefix, count) => Array.from({ length: count }, (_, index) => `${prefix}-${index}`);
/** @param {number} index */
const keyOf = (index) => String(100_000_000_000 + index);

/** @param {import("./product.mjs").Product} product @param {{ names: { alone: string[], crowd: string[] }, url: string }} input */
async function addServices({ services, call }, { names, url }) {
  const account = (/** @type {string} */ name, /** @type {string} */ accessKeyId) => call("POST", "/api/accounts", { name, kind: "keys", accessKeyId, secretAccessKey: "bench", endpointUrl: url });
  await account("crowd", crowdKey);
  for (const name of [...names.alone, ...names.crowd]) {
    const isAlone = names.alone.includes(name);
    if (isAlone) await account(name, keyOf(Number(name.split("-")[1])));
    services.commit(name, { "serverless.yml": `service: ${name}\nprovider: { name: aws, runtime: nodejs22.x }\nresources: { Resources: { Queue: { Type: AWS::SQS::Queue } } }\n` });
    await services.create(name, { account: isAlone ? name : "crowd" });
  }
}

/**
 * Deploys everything at once and follows it as a page does: when its viewer is told that the stack is done, and how
 * the deployment ends.
 * @param {import("./product.mjs").Product} product @param {readonly string[]} names
 */
async function deployAll({ services, url, token }, names) {
  const live = openLive({ url: liveUrl(url), token, WebSocket });
  /** @type {Map<string, { atMs: number, state: string }>} */
  const shown = new Map();
  const ended = names.map(async (name) => {
    const { id, number } = await services.deploy(name);
    const unsubscribe = live.subscribeDeployment(id, 0, ({ events }) => {
      const left = events.find((event) => event.kind === "state" && event.payload.from === "deploying");
      if (left && !shown.has(name)) shown.set(name, { atMs: Date.now(), state: "" });
    });
    const { state, error } = await services.ended(name, number, longestMs + 120_000);
    unsubscribe();
    shown.set(name, { atMs: shown.get(name)?.atMs ?? Number.NaN, state: error === null ? state : `${state}: ${error.message}` });
  });
  await Promise.all(ended);
  live.close();
  return shown;
}

/** What most tools do: look every 5 s. Seconds from the stack's end to the look that sees it. @param {{ url: string, stack: string, key: string, doneAtMs: number }} input */
async function pollSlowly({ url, stack, key, doneAtMs }) {
  const headers = {
    ...uncounted,
    "content-type": "application/x-www-form-urlencoded",
    authorization: `AWS4-HMAC-SHA256 Credential=${key}/20260101/us-east-1/cloudformation/aws4_request, SignedHeaders=host, Signature=0`,
  };
  const body = new URLSearchParams({ Action: "DescribeStacks", Version: "2010-05-15", StackName: stack }).toString();
  for (;;) {
    await delay(slowPollMs);
    const xml = await (await fetch(url, { method: "POST", headers, body })).text();
    if (/<StackStatus>(CREATE|UPDATE)_COMPLETE</.test(xml)) return (Date.now() - doneAtMs) / 1_000;
  }
}

/** @param {{ lags: number[], slow: number[], shown: Map<string, { state: string }>, names: string[] }} seen */
function toLagRows({ lags, slow, shown, names }) {
  const peerName = "a look every 5 s";
  const mean = newRow("P6", "stack done to shown, mean", { goal: 0.25, limit: 0.6, peerName });
  const p95 = newRow("P6", "the same, p95", { limit: 1.5, peerName });
  const meanOf = (/** @type {number[]} */ values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  mean.ours.push(meanOf(lags));
  mean.peer.push(meanOf(slow));
  p95.ours.push(percentile(lags, 0.95));
  p95.peer.push(percentile(slow, 0.95));
  for (const name of names) if (shown.get(name)?.state !== "succeeded") mean.wrong.push(`${name} ended ${shown.get(name)?.state}`);
  mean.notes = [`each, in the order of their length: ${lags.map((lag) => lag.toFixed(2)).join(" ")} s`];
  if (lags.some((lag) => !(lag >= 0))) mean.wrong.push(`A stack was shown as done before it was: ${lags.join(", ")}`);
  return [mean, p95];
}

/** @param {{ proxy: Awaited<ReturnType<typeof startAwsProxy>>, doneAt: Map<string, number>, shown: Map<string, { state: string }>, names: string[] }} seen */
function toCrowdRows({ proxy, doneAt, shown, names }) {
  const ends = names.map((name) => doneAt.get(`${name}-dev`) ?? Number.NaN);
  // All of them are watched between the last one's start and the first one's end.
  const [from, to] = [Math.max(...ends) - crowdMs, Math.min(...ends)];
  const reads = proxy.calls.filter(({ action, accessKeyId, atMs }) => accessKeyId === crowdKey && action.startsWith("DescribeStack") && atMs >= from && atMs < to);
  const rate = newRow("P7", `calls to watch ${crowd} stacks of one account`, { limit: 2, unit: "per second", peerName: "a look every 5 s at each" });
  rate.ours.push(reads.length / ((to - from) / 1_000));
  rate.peer.push(crowd / (slowPollMs / 1_000));
  if (!(to - from > 10_000)) rate.wrong.push(`All stacks were watched together for ${(to - from) / 1_000} s only`);
  const failed = newRow("P7", `deployments that failed with ${throttledShare * 100} % of the reads throttled`, { limit: 0, unit: "count" });
  const states = names.map((name) => shown.get(name)?.state ?? "unknown");
  failed.notes = states.filter((state) => state !== "succeeded");
  failed.ours.push(states.filter((state) => state !== "succeeded").length);
  return [rate, failed];
}
