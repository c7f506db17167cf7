import { randomBytes } from "node:crypto";
import pg from "pg";
import { withProduct } from "./product.mjs";
import { newRow } from "./rows.mjs";

const functions = 150;
const changes = 20;
const contentBytes = 20_000;
const kept = 10;
const accountId = "000000000141";
const name = "storage";

/**
 * What a service's artifacts take in its bucket after many deployments that each change one function, before and after
 * housekeeping, and whether the releases that stay can be put back.
 * @param {{ folder: string }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export function benchStorage({ folder }) {
  return withProduct(folder, {}, async (product) => {
    const database = new pg.Client(product.databaseUrl);
    await database.connect();
    try {
      return await measure(product, database);
    } finally {
      await database.end();
    }
  });
}

/** @param {import("./product.mjs").Product} product @param {pg.Client} database */
async function measure(product, database) {
  const grown = newRow("P32", `artifacts after ${changes} deployments that change 1 of ${functions} functions`, { goal: 1.2, unit: "bytes", peerName: "the first ones and the changed ones" });
  const cleaned = newRow("P32", `the same when housekeeping has kept the last ${kept} releases`, { goal: 1.2, unit: "bytes", peerName: `those that ${kept} releases need` });
  await product.call("POST", "/api/accounts", { name: "stored", kind: "keys", accessKeyId: accountId, secretAccessKey: "bench", endpointUrl: product.sandboxUrl });
  product.services.commit(name, firstFiles());
  await product.services.create(name, { account: "stored" });
  await deploy(product);
  const base = await artifactsOf(product);
  const one = base.bytes / functions;
  if (base.count !== functions) grown.wrong.push(`${base.count} artifacts instead of ${functions}`);
  for (let change = 1; change <= changes; change += 1) {
    product.services.commit(name, { [`src/f${change}/data.bin`]: randomBytes(contentBytes) });
    await deploy(product);
  }
  grown.ours.push((await artifactsOf(product)).bytes);
  grown.peer.push(base.bytes + changes * one);

  // A release is left alone on its first day.
  await database.query("UPDATE releases SET created_at = created_at - interval '2 days'");
  const { releases, error } = await keepHouse(product);
  cleaned.ours.push((await artifactsOf(product)).bytes);
  // Each release but the first of those kept needs one artifact that the one before it does not.
  cleaned.peer.push(base.bytes + (kept - 1) * one);
  if (error !== null || releases !== changes + 1 - kept) cleaned.wrong.push(`Housekeeping took ${releases} releases away instead of ${changes + 1 - kept}: ${JSON.stringify(error)}`);
  cleaned.wrong.push(...(await missingArtifacts(product)));
  return [grown, cleaned];
}

/** What keeps the last releases from being put back; their deployments have the numbers up to `changes + 1`. @param {import("./product.mjs").Product} product */
async function missingArtifacts({ call, services }) {
  const wrong = [];
  for (let number = changes + 2 - kept; number <= changes; number += 1) {
    const { artifacts } = await call("GET", `${services.stagePath(name)}/rollback-preview?to=${number}`);
    if (artifacts.total !== functions || artifacts.missing.length > 0 || artifacts.problem !== null) wrong.push(`Release ${number} cannot be put back: ${JSON.stringify(artifacts)}`);
  }
  return wrong;
}

/** @param {import("./product.mjs").Product} product */
async function deploy({ services }) {
  const { number } = await services.deploy(name);
  const { state, error } = await services.ended(name, number);
  if (state !== "succeeded") throw new Error(`Deployment ${number} ended ${state}: ${error?.message}`);
}

/** @param {import("./product.mjs").Product} product */
async function keepHouse({ call }) {
  await call("PATCH", "/api/housekeeping", { keepReleases: kept });
  const { requestedAt } = await call("POST", "/api/housekeeping", {});
  for (;;) {
    const { lastRun } = await call("GET", "/api/housekeeping");
    if (lastRun !== null && lastRun.startedAt >= requestedAt) return lastRun;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

/** The zips in all buckets of the account. @param {import("./product.mjs").Product} product @returns {Promise<{ count: number, bytes: number }>} */
async function artifactsOf({ sandboxUrl }) {
  const buckets = [...(await list(sandboxUrl)).matchAll(/<Name>([^<]+)<\/Name>/g)].map(([, bucket]) => bucket ?? "");
  const sizes = [];
  for (const bucket of buckets) {
    const text = await list(`${sandboxUrl}/${bucket}?list-type=2&max-keys=1000`);
    if (text.includes("<IsTruncated>true")) throw new Error(`The bucket ${bucket} has more objects than one list shows`);
    for (const [, key = "", size = ""] of text.matchAll(/<Contents>.*?<Key>([^<]+)<\/Key>.*?<Size>(\d+)<\/Size>/gs)) if (key.endsWith(".zip")) sizes.push(Number(size));
  }
  return { count: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

/** @param {string} url @returns {Promise<string>} */
async function list(url) {
  const authorization = `AWS4-HMAC-SHA256 Credential=${accountId}/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0`;
  const answer = await fetch(url, { headers: { authorization } });
  if (!answer.ok) throw new Error(`GET ${url} answered ${answer.status}`);
  return answer.text();
}

/** Functions that share nothing. @returns {Record<string, string | Buffer>} */
function firstFiles() {
  /** @type {Record<string, string | Buffer>} */
  const files = {};
  let config = `service: ${name}\nprovider: { name: aws, runtime: nodejs22.x, region: us-east-1 }\npackage: { individually: true, patterns: ["!**"] }\nfunctions:\n`;
  for (let index = 0; index < functions; index += 1) {
    config += `  f${index}: { handler: src/f${index}/api.handler, package: { patterns: ["src/f${index}/**"] } }\n`;
    files[`src/f${index}/api.js`] = `exports.handler = async () => ${index};\n`;
    files[`src/f${index}/data.bin`] = randomBytes(contentBytes);
  }
  return { ...files, "serverless.yml": config };
}
