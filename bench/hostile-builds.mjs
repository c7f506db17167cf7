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
/** In it some 400 looks: a hundredth of them is more than the worst moment. */
const lookMs = 10_000;
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
