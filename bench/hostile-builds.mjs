import { setTimeout as delay } from "node:timers/promises";
import { look } from "./load/look.mjs";
import { withProduct } from "./product.mjs";
import { newRow, percentile } from "./rows.mjs";
import { writeSmallService } from "./write-service.mjs";

/** What hostile builds do, in the code of `node -e`, and the code of the error with which they must end. One that no limit ends is cancelled. */
const builds = {
  "forks without end": { code: "build_over_limit", script: "const { spawn } = require('node:child_process'); for (let i = 0; i < 4; i += 1) spawn('sh', ['-c', 'f() { f | f & }; f; sleep 60'], { stdio: 'ignore' }); setTimeout(() => 0, 60000)" },
  "writes a disk full": { code: "build_over_limit", script: "const fs = require('node:fs'); const mb = Buffer.alloc(2 ** 20, 1); const file = fs.openSync('big', 'w'); for (;;) fs.writeSync(file, mb)" },
  "makes a million files": { code: "build_over_limit", script: "const fs = require('node:fs'); for (let i = 0; i < 1e6; i += 1) fs.writeFileSync(String(i), '')" },
  "spins on every processor": { code: "cancelled", script: "const { spawn } = require('node:child_process'); for (let i = 0; i < 40; i += 1) spawn(process.execPath, ['-e', 'for (;;);']); setTimeout(() => 0, 60000)" },
};
const spinMs = 8_000;
/** An idle server is looked at as often. */
const idleMs = 9_000;
const leastLooks = 400;
const mostBuilds = 6;
const environment = { WINDLASS_BUILD_DISK_MB: "1024", WINDLASS_BUILD_FILES: "100000" };

/**
 * How the API answers while builds do their worst, against an idle server; and that each is ended.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export function benchHostileBuilds({ folder, rounds }) {
  return withProduct(folder, { environment }, async (product) => {
    const names = Object.keys(builds).map((_, index) => `hostile-${index}`);
    for (const [index, { script }] of Object.values(builds).entries()) await addService(product, names[index] ?? "", script);
    const rows = Object.keys(builds).map((what) => newRow("S32", `the API's p99 while a build ${what}`, { goal: 2, peerName: "idle" }));
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, row] of rows.entries()) await measure(product, { name: names[index] ?? "", code: Object.values(builds)[index]?.code ?? "", row });
    }
    return rows;
  });
}

/** @param {import("./product.mjs").Product} product @param {string} name @param {string} script */
async function addService({ services }, name, script) {
  writeSmallService(services.pathOf(name), name, "v1");
  services.commit(name, {});
  await services.create(name, { buildCommand: ["node", "-e", script] });
}

/**
 * One round: as many builds as it takes to have looked often enough for a hundredth of it to be more than its worst moment.
 * @param {import("./product.mjs").Product} product @param {{ name: string, code: string, row: import("./rows.mjs").Row }} at
 */
async function measure(product, { name, code, row }) {
  /** @type {number[]} */
  const busy = [];
  for (let count = 0; count < mostBuilds && busy.length < leastLooks; count += 1) busy.push(...(await lookDuring(product, { name, code, row })));
  row.ours.push(percentile(busy, 0.99));
  row.peer.push(percentile((await look(product, name, delay(idleMs))).seconds, 0.99));
}

/** Seconds of each look while one build lasts. @param {import("./product.mjs").Product} product @param {{ name: string, code: string, row: import("./rows.mjs").Row }} at */
async function lookDuring(product, { name, code, row }) {
  const { services, call } = product;
  const { number } = await services.deploy(name);
  const path = `${services.stagePath(name)}/deployments/${number}`;
  for (; (await call("GET", path)).startedAt === null; await delay(100));
  const over = code === "cancelled" ? delay(spinMs).then(() => call("POST", `${path}/cancellation`, {})) : Promise.resolve();
  const ended = over.then(() => services.ended(name, number));
  const { seconds, failures } = await look(product, name, ended);
  row.wrong.push(...failures.slice(0, 3));
  const { state, error } = await ended;
  if (error?.code !== code) row.wrong.push(`the build ended ${state} with ${error?.code}: ${error?.message}`);
  await delay(1_000);
  return seconds;
}
