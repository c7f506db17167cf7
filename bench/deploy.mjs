import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { osls, peerName } from "./peer.mjs";
import { withProduct } from "./product.mjs";
import { handlerSaying, writeSmallService } from "./write-service.mjs";

/**
 * Deploy, redeploy, unchanged deploy and roll-back on the emulator: Windlass through its whole product by its command
 * line, the peer by its own, with the same emulator behind both. Every step is followed by a call of the endpoint.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export function benchDeploy({ folder, rounds }) {
  return withProduct(folder, {}, async (product) => {
    const rows = {
      first: row("P5", "first deploy", null),
      change: row("P5", "deploy a code change", null),
      unchanged: row("P4", "deploy without a change", 0.15),
      rollback: row("-", "roll back to the release before", 0.15),
    };
    for (let round = 0; round < rounds; round += 1) {
      const sides = [() => windlassRound({ product, folder, round }, rows), () => peerRound({ product, folder, round }, rows)];
      // The side that begins changes with the round, so that neither always finds the machine warm.
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side();
    }
    return Object.values(rows);
  });
}

/** @param {string} proof @param {string} what @param {number | null} goal @returns {import("./rows.mjs").Row} */
function row(proof, what, goal) {
  return { proof, what, goal, ours: [], peer: [], peerName, wrong: [] };
}

/**
 * @typedef {{ first: import("./rows.mjs").Row, change: import("./rows.mjs").Row, unchanged: import("./rows.mjs").Row, rollback: import("./rows.mjs").Row }} Rows
 * @typedef {{ product: import("./product.mjs").Product, folder: string, round: number }} Round
 */

/** @param {Round} round @param {Rows} rows */
async function windlassRound({ product, folder, round }, rows) {
  const name = `bench-ours-${round}`;
  const path = join(folder, name);
  writeSmallService(path, name, "v1");
  git(path, "init", "--quiet", "--initial-branch=main");
  commit(path, "v1");
  await product.windlass("services", "create", name, "--repo", path);
  await product.windlass("stages", "create", name, "dev", "--account", "sandbox", "--region", "us-east-1", "--branch", "main");
  const step = async (/** @type {import("./rows.mjs").Row} */ target, /** @type {readonly string[]} */ command, /** @type {string} */ version) => {
    const [verb = "", ...options] = command;
    const { seconds, answer } = await product.windlass(verb, name, "dev", "--wait", ...options);
    target.ours.push(seconds);
    const endpoint = answer.endpoints.find((/** @type {{ kind: string }} */ one) => one.kind === "httpApi");
    await check(target, { who: `windlass, round ${round}`, url: `${endpoint?.url}/version`, version });
    const changes = Object.values(answer.planCounts).reduce((sum, count) => sum + count, 0);
    if (target === rows.unchanged && changes > 0) target.wrong.push(`windlass, round ${round}: changed ${changes} resources where nothing had changed`);
  };
  await step(rows.first, ["deploy"], "v1");
  writeFileSync(join(path, "src/api.mjs"), handlerSaying("v2"));
  commit(path, "v2");
  await step(rows.change, ["deploy"], "v2");
  await step(rows.unchanged, ["deploy"], "v2");
  await step(rows.rollback, ["rollback", "--to", "1"], "v1");
}

/** @param {Round} round @param {Rows} rows */
async function peerRound({ product, folder, round }, rows) {
  const name = `bench-peer-${round}`;
  const path = join(folder, name);
  writeSmallService(path, name, "v1");
  const env = {
    AWS_ENDPOINT_URL: product.sandboxUrl,
    // Twelve digits name the account in the emulator; this is the one whose endpoints can be called by a plain URL.
    AWS_ACCESS_KEY_ID: "000000000000",
    AWS_SECRET_ACCESS_KEY: "bench",
    AWS_REGION: "us-east-1",
  };
  let endpoint = "";
  const step = async (/** @type {import("./rows.mjs").Row} */ target, /** @type {readonly string[]} */ args, /** @type {string} */ version) => {
    const { seconds, stdout, stderr } = await osls(path, [...args, "--stage", "dev", "--region", "us-east-1"], env);
    target.peer.push(seconds);
    const id = /https:\/\/([a-z0-9]+)\.execute-api\.us-east-1\.amazonaws\.com\/version/.exec(stdout + stderr)?.[1];
    if (id !== undefined) endpoint = `${product.sandboxUrl}/_aws/execute-api/${id}/version`;
    await check(target, { who: `${peerName}, round ${round}`, url: endpoint, version });
    if (target === rows.unchanged && !/No changes to deploy/i.test(stdout + stderr)) target.wrong.push(`${peerName}, round ${round}: deployed where nothing had changed`);
  };
  await step(rows.first, ["deploy"], "v1");
  const { stdout } = await osls(path, ["deploy", "list", "--stage", "dev", "--region", "us-east-1"], env);
  const timestamp = /Timestamp: (\d+)/.exec(stdout)?.[1];
  writeFileSync(join(path, "src/api.mjs"), handlerSaying("v2"));
  await step(rows.change, ["deploy"], "v2");
  await step(rows.unchanged, ["deploy"], "v2");
  await step(rows.rollback, ["rollback", "--timestamp", String(timestamp)], "v1");
}

/** @param {import("./rows.mjs").Row} target @param {{ who: string, url: string, version: string }} expected */
async function check(target, { who, url, version }) {
  const text = await fetch(url).then((response) => response.text(), (error) => String(error));
  if (text !== JSON.stringify({ version })) target.wrong.push(`${who}: ${url} answered ${text.slice(0, 200)} instead of ${version}`);
}

/** @param {string} path @param {string} message */
function commit(path, message) {
  git(path, "add", "--all");
  git(path, "-c", "user.name=Bench", "-c", "user.email=bench@example.org", "commit", "--quiet", "--message", message);
}

/** @param {string} cwd @param {...string} args */
function git(cwd, ...args) {
  execFileSync("git", args, { cwd });
}
