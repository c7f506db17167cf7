import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { look } from "./load/look.mjs";
import { withProduct } from "./product.mjs";
import { newRow, percentile } from "./rows.mjs";
import { writeSmallService } from "./write-service.mjs";

const fillDisk = "const fs = require('node:fs'); const mb = Buffer.alloc(2 ** 20, 1); const file = fs.openSync('big', 'w'); for (;;) fs.writeSync(file, mb)";
/**
 * What hostile builds do, in the code of `node -e`, and the code of the error with which they must end. One that no limit ends is cancelled.
 * @type {Record<string, { code: string, script: string, environment?: Record<string, string> }>} `environment` of a server of its own; a server's limits as they are when left out
 */
const builds = {
  "forks without end": { code: "build_over_limit", script: "const { spawn } = require('node:child_process'); for (let i = 0; i < 4; i += 1) spawn('sh', ['-c', 'f() { f | f & }; f; sleep 60'], { stdio: 'ignore' }); setTimeout(() => 0, 60000)" },
  "writes a disk full": { code: "build_over_limit", script: fillDisk },
  "makes a million files": { code: "build_over_limit", script: "const fs = require('node:fs'); for (let i = 0; i < 1e6; i += 1) fs.writeFileSync(String(i), '')" },
  "spins on every processor": { code: "cancelled", script: "const { spawn } = require('node:child_process'); for (let i = 0; i < 40; i += 1) spawn(process.execPath, ['-e', 'for (;;);']); setTimeout(() => 0, 60000)" },
  // A small limit is met at once, and so pushed again at once: some two deployments a second.
  "writes 1 GB, again and again": { code: "build_over_limit", script: fillDisk, environment: { WINDLASS_BUILD_DISK_MB: "1024" } },
};
const spinMs = 8_000;
/** In it some 400 looks: a hundredth of them is more than the worst moment. */
const lookMs = 10_000;

/**
 * How the API answers while builds do their worst, against an idle server; and that each is ended.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export async function benchHostileBuilds({ folder, rounds }) {
  /** @type {import("./rows.mjs").Row[]} */
  const rows = [];
  for (const environment of new Set(Object.values(builds).map((build) => build.environment))) {
    const these = Object.entries(builds).filter(([, build]) => build.environment === environment);
    rows.push(...(await withProduct(join(folder, String(rows.length)), { environment }, (product) => benchOnOne(product, these, rounds))));
  }
  return rows;
}

/** @param {import("./product.mjs").Product} product @param {[string, typeof builds[string]][]} these @param {number} rounds */
async function benchOnOne(product, these, rounds) {
  const cases = these.map(([what, { code, script }], index) => ({ name: `hostile-${index}`, code, script, row: newRow("S32", `the API's p99 while a build ${what}`, { goal: 2, peerName: "idle" }) }));
  for (const { name, script } of cases) await addService(product, name, script);
  for (let round = 0; round < rounds; round += 1) {
    for (const one of cases) await measure(product, one);
  }
  return cases.map(({ row }) => row);
}

/** @param {import("./product.mjs").Product} product @param {string} name @param {string} script */
async function addService({ services }, name, script) {
  writeSmallService(services.pathOf(name), name, "v1");
  services.commit(name, {});
  await services.create(name, { buildCommand: ["node", "-e", script] });
}

/**
 * One round: looks for as long as builds do it, one after the other, as whoever means it pushes again; then as often at an idle server.
 * @param {import("./product.mjs").Product} product @param {{ name: string, code: string, row: import("./rows.mjs").Row }} at
 */
async function measure(product, { name, code, row }) {
  const { number } = await product.services.deploy(name);
  const { seconds, failures } = await look(product, name, buildFor(product, { name, code, row, number }));
  row.ours.push(percentile(seconds, 0.99));
  row.wrong.push(...failures.slice(0, 3));
  await delay(1_000);
  row.peer.push(percentile((await look(product, name, askFor(product, { name, number }))).seconds, 0.99));
}

/** What waiting for a build's end asks of the server, and costs the client, while there is none. @param {import("./product.mjs").Product} product @param {{ name: string, number: number }} of */
async function askFor({ services, call }, { name, number }) {
  for (const endAt = performance.now() + lookMs; performance.now() < endAt; await delay(100)) await call("GET", `${services.stagePath(name)}/deployments/${number}`);
}

/** @param {import("./product.mjs").Product} product @param {{ name: string, code: string, row: import("./rows.mjs").Row, number: number }} first */
async function buildFor({ services, call }, { name, code, row, number: first }) {
  const endAt = performance.now() + lookMs;
  for (let number = first; ; number = (await services.deploy(name)).number) {
    if (code === "cancelled") await delay(spinMs).then(() => call("POST", `${services.stagePath(name)}/deployments/${number}/cancellation`, {}));
    const { state, error } = await services.ended(name, number);
    if (error?.code !== code) row.wrong.push(`the build ended ${state} with ${error?.code}: ${error?.message}`);
    if (performance.now() > endAt) return;
  }
}
