import { randomBytes } from "node:crypto";
import { Agent, request } from "node:http";
import { startAwsProxy } from "./aws-proxy.mjs";
import { withProduct } from "./product.mjs";
import { newRow } from "./rows.mjs";

const functions = 150;
const contentBytes = 100_000;
const latencyMs = 40;

/**
 * Uploads of a service of many functions with an artifact each, through a proxy that is as far away as AWS is. The floor
 * sends the same number of bytes in as many requests and does nothing else.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export function benchArtifacts({ folder, rounds }) {
  return withProduct(folder, {}, async (product) => {
    const proxy = await startAwsProxy(product.sandboxUrl, { delayMs: latencyMs });
    try {
      await product.call("POST", "/api/accounts", { name: "far", kind: "keys", accessKeyId: "000000000140", secretAccessKey: "bench", endpointUrl: proxy.url });
      const rows = {
        all: newRow("P11", `publish with all ${functions} artifacts changed, +${latencyMs} ms`, { goal: 1.3, peerName: "16 uploads at once" }),
        bytes: newRow("P10", "bytes of artifacts sent when one of them changed", { goal: 1.05, unit: "bytes", peerName: "the changed one" }),
        one: newRow("P10", `publish with 1 of ${functions} artifacts changed`, { goal: 0.1, peerName: "all, 3 uploads at once" }),
      };
      // The first round makes the bucket and warms up; it does not count.
      for (let round = 0; round <= rounds; round += 1) await measure({ product, proxy, round }, round === 0 ? null : rows);
      return Object.values(rows);
    } finally {
      await proxy.stop();
    }
  });
}

/**
 * @typedef {{ product: import("./product.mjs").Product, proxy: Awaited<ReturnType<typeof startAwsProxy>>, round: number }} Round
 * @typedef {Record<"all" | "bytes" | "one", import("./rows.mjs").Row>} Rows
 */

/** @param {Round} at @param {Rows | null} rows */
async function measure({ product, proxy, round }, rows) {
  const name = `artifacts-${round}`;
  const count = rows === null ? 3 : functions;
  product.services.commit(name, serviceOf(name, count));
  await product.services.create(name, { account: "far" });
  const all = await publish({ product, proxy, name });
  product.services.commit(name, { "src/f0/data.bin": randomBytes(contentBytes) });
  const one = await publish({ product, proxy, name });
  if (rows === null) return;
  const sent = { url: proxy.url, count: functions, bytes: Math.round(all.bytes / functions) };
  rows.all.ours.push(all.seconds);
  rows.all.peer.push(await uploadAll({ ...sent, width: 16 }));
  rows.one.ours.push(one.seconds);
  rows.one.peer.push(await uploadAll({ ...sent, width: 3 }));
  rows.bytes.ours.push(one.bytes);
  rows.bytes.peer.push(all.bytes / functions);
  if (all.objects !== functions) rows.all.wrong.push(`${all.objects} artifacts were sent instead of ${functions}`);
  if (one.objects !== 1) rows.one.wrong.push(`${one.objects} artifacts were sent instead of 1`);
  for (const { state } of [all, one]) if (state !== "succeeded") rows.all.wrong.push(`A deployment ended ${state}`);
}

/** Deploys, and tells what of it was sent as artifacts and how long that step took. @param {{ product: import("./product.mjs").Product, proxy: Round["proxy"], name: string }} of */
async function publish({ product, proxy, name }) {
  const from = proxy.calls.length;
  const { number } = await product.services.deploy(name);
  const { state, steps, error } = await product.services.ended(name, number);
  const sent = proxy.calls.slice(from).filter(({ action }) => action.startsWith("PUT ") && action.endsWith(".zip"));
  const step = steps.find((/** @type {{ name: string }} */ one) => one.name === "publish");
  return {
    state: error === null ? state : `${state}: ${error.message}`,
    seconds: (step?.durationMs ?? Number.NaN) / 1_000,
    objects: sent.length,
    bytes: sent.reduce((sum, { bytes }) => sum + bytes, 0),
  };
}

/** Functions that share nothing, each with some incompressible content. @param {string} name @param {number} count */
function serviceOf(name, count) {
  /** @type {Record<string, string | Buffer>} */
  const files = {};
  let config = `service: ${name}\nprovider: { name: aws, runtime: nodejs22.x, region: us-east-1 }\npackage: { individually: true, patterns: ["!**"] }\nfunctions:\n`;
  for (let index = 0; index < count; index += 1) {
    config += `  f${index}: { handler: src/f${index}/api.handler, package: { patterns: ["src/f${index}/**"] } }\n`;
    files[`src/f${index}/api.js`] = `exports.handler = async () => ${index};\n`;
    files[`src/f${index}/data.bin`] = randomBytes(contentBytes);
  }
  return { ...files, "serverless.yml": config };
}

/** Seconds to put so many objects, so many at once. @param {{ url: string, count: number, bytes: number, width: number }} upload */
async function uploadAll({ url, count, bytes, width }) {
  const agent = new Agent({ keepAlive: true, maxSockets: width });
  const headers = { authorization: "AWS4-HMAC-SHA256 Credential=000000000140/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0" };
  await put({ url: `${url}/bench-floor`, headers, agent }, Buffer.alloc(0));
  const bodies = Array.from({ length: count }, () => randomBytes(bytes));
  const startedAt = performance.now();
  const entries = bodies.entries();
  const lane = async () => {
    for (const [index, body] of entries) await put({ url: `${url}/bench-floor/${startedAt}-${index}`, headers, agent }, body);
  };
  await Promise.all(Array.from({ length: width }, lane));
  const seconds = (performance.now() - startedAt) / 1_000;
  agent.destroy();
  return seconds;
}

/** @param {{ url: string, headers: Record<string, string>, agent: Agent }} to @param {Buffer} body @returns {Promise<void>} */
function put({ url, headers, agent }, body) {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: "PUT", agent, headers: { ...headers, "content-length": String(body.length) } }, (answer) => {
      answer.resume();
      answer.on("end", () => (answer.statusCode === 200 ? resolve() : reject(new Error(`PUT ${url} answered ${answer.statusCode}`))));
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}
