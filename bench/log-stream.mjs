import { randomBytes, randomUUID } from "node:crypto";
import { join } from "node:path";
import { startProgram } from "./fork.mjs";
import { beginPrinting, printingService } from "./load/printed-lines.mjs";
import { withProduct } from "./product.mjs";
import { newRow } from "./rows.mjs";

const manyViewers = 500;
/** Fewer are there within a fifth of a second, of which chance has its part. */
const linesToOne = 120_000;
const timeoutMs = 60_000;

/**
 * The live log from the line that a build prints to the socket of its viewers: stored, masked, in order. The floor keeps
 * and checks nothing: lines from a Redis stream, each batch one frame for all sockets.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export async function benchLogStream({ folder, rounds }) {
  return withPrintingProduct(folder, async (bench) => {
    const rows = rowsOf();
    // These warm both sides up and do not count.
    await windlass(bench, { lines: 5_000, viewers: 1 });
    await floor(bench, { lines: 5_000, viewers: 1, frame: "batch" });
    for (let round = 0; round < rounds; round += 1) {
      const sides = [() => windlassRound(bench, rows, round), () => floorRound(bench, rows)];
      for (const side of round % 2 === 0 ? sides : sides.toReversed()) await side();
    }
    return Object.values(rows);
  });
}

function rowsOf() {
  const rate = /** @type {const} */ ({ better: "more", unit: "per second", peerName: "Redis stream, batch frames" });
  return {
    single: newRow("P18", "log lines to 1 viewer, stored and masked", { ...rate, goal: 0.4 }),
    many: newRow("P19", `log lines delivered to ${manyViewers} viewers`, { ...rate, goal: 0.5 }),
    perLine: newRow("P19", "the same against a frame for each line", { ...rate, goal: 4, peerName: "Redis stream, a frame per line" }),
    p99: newRow("P20", `line printed to shown, 300/s, ${manyViewers} viewers, p99`, { goal: 5, limit: 0.25, peerName: "Redis stream, batch frames" }),
    p50: newRow("P20", "the same, p50", { peerName: "Redis stream, batch frames" }),
    secrets: newRow("P30", "log lines with 50 secrets to find against none", { ...rate, goal: 0.85, peerName: "without secrets" }),
  };
}

/**
 * @typedef {Awaited<ReturnType<typeof openPrinters>>} Bench
 * @typedef {ReturnType<typeof rowsOf>} Rows
 * @typedef {{ lines: number, viewers: number, perSecond?: number | null, masked?: boolean }} Run
 */

/**
 * The product with two services that print: one whose stage has 50 secrets, one that has none.
 * @template T @param {string} folder @param {(bench: Bench) => Promise<T>} work
 */
export function withPrintingProduct(folder, work) {
  return withProduct(folder, { sandbox: false }, async (product) => work(await openPrinters(product)));
}

/** @param {import("./product.mjs").Product} product */
async function openPrinters(product) {
  const { services, call } = product;
  await call("POST", "/api/accounts", { name: "nowhere", kind: "keys", accessKeyId: "AKIABENCHBENCH00", secretAccessKey: "bench-secret-key", endpointUrl: "http://127.0.0.1:9" });
  const secrets = Array.from({ length: 50 }, () => randomBytes(15).toString("base64url"));
  /** Commits what is to be printed, asks for the deployment, and says how to begin. @param {Run} run */
  const prepare = async ({ lines, perSecond = null, masked = true }) => {
    const name = masked ? "masked" : "plain";
    services.commit(name, printingService({ lines, perSecond, run: randomUUID(), secret: secrets[0] ?? "" }));
    const deployment = await services.deploy(name);
    const ended = async () => (await services.ended(name, deployment.number)) ?? null;
    return { id: deployment.id, number: deployment.number, name, begin: () => beginPrinting(join(product.folder, "data"), deployment.id), ended };
  };
  for (const name of ["masked", "plain"]) {
    services.commit(name, printingService({ lines: 1, perSecond: null, run: "first", secret: "" }));
    await services.create(name, { account: "nowhere", buildCommand: ["node", "print.mjs"] });
  }
  const parameters = secrets.map((value, index) => ({ name: `SECRET_${index}`, value, secret: true }));
  await call("PATCH", services.stagePath("masked"), { parameters });
  return { product, prepare, secret: secrets[0] ?? "" };
}

/** One deployment whose build prints, and its viewers. @param {Bench} bench @param {Run} run */
export async function windlass({ product, prepare, secret }, run) {
  const prepared = await prepare(run);
  const viewers = await startProgram("load/viewers.mjs", {
    url: `${product.url.replace("http", "ws")}/api/live`,
    headers: { authorization: `Bearer ${product.token}` },
    count: run.viewers,
    subscribe: { type: "subscribe", topic: "deployment", deploymentId: prepared.id, after: 0 },
    secret: run.masked === false ? null : secret,
  });
  await prepared.begin();
  const seen = await viewers.ask("lines", { lines: run.lines, timeoutMs });
  await viewers.stop();
  await prepared.ended();
  const expected = run.masked === false ? 0 : Math.ceil(run.lines / 100) * run.viewers;
  if (seen.masked !== expected) seen.wrong.push(`${seen.masked} lines were masked instead of ${expected}`);
  return seen;
}

/** @param {Bench} bench @param {{ lines: number, viewers: number, perSecond?: number | null, frame: "batch" | "line" }} run */
async function floor({ product: { redisUrl } }, { lines, viewers: count, perSecond = null, frame }) {
  const settings = { redisUrl: `${redisUrl}/5`, key: `bench-${randomBytes(6).toString("hex")}` };
  const server = await startProgram("floors/log-server.mjs", { ...settings, frame });
  const writer = await startProgram("floors/log-writer.mjs", settings);
  const viewers = await startProgram("load/viewers.mjs", { url: server.ready.url, count, floor: true });
  await new Promise((resolve) => setTimeout(resolve, 200));
  const written = writer.ask("write", { lines, perSecond });
  const seen = await viewers.ask("lines", { lines, timeoutMs });
  await written;
  for (const program of [viewers, writer, server]) await program.stop();
  return seen;
}

/** @param {Bench} bench @param {Rows} rows @param {number} round */
async function windlassRound(bench, rows, round) {
  const toOne = (/** @type {boolean} */ masked) => windlass(bench, { lines: linesToOne, viewers: 1, masked });
  // Which of the two begins changes with the round.
  const early = round % 2 === 0 ? await toOne(true) : null;
  const plain = await toOne(false);
  const single = early ?? (await toOne(true));
  const many = await windlass(bench, { lines: 10_000, viewers: manyViewers });
  const slow = await windlass(bench, { lines: 1_500, viewers: manyViewers, perSecond: 300 });
  rows.single.ours.push(rateOf(single));
  rows.secrets.ours.push(rateOf(single));
  rows.secrets.peer.push(rateOf(plain));
  rows.many.ours.push(rateOf(many));
  rows.perLine.ours.push(rateOf(many));
  rows.p99.ours.push(slow.p99);
  rows.p50.ours.push(slow.p50);
  for (const [row, seen] of /** @type {const} */ ([[rows.single, single], [rows.secrets, plain], [rows.many, many], [rows.p99, slow]])) row.wrong.push(...seen.wrong);
}

/** @param {Bench} bench @param {Rows} rows */
async function floorRound(bench, rows) {
  const single = await floor(bench, { lines: linesToOne, viewers: 1, frame: "batch" });
  const many = await floor(bench, { lines: 10_000, viewers: manyViewers, frame: "batch" });
  const perLine = await floor(bench, { lines: 500, viewers: manyViewers, frame: "line" });
  const slow = await floor(bench, { lines: 1_500, viewers: manyViewers, perSecond: 300, frame: "batch" });
  rows.single.peer.push(rateOf(single));
  rows.many.peer.push(rateOf(many));
  rows.perLine.peer.push(rateOf(perLine));
  rows.p99.peer.push(slow.p99);
  rows.p50.peer.push(slow.p50);
  for (const [row, seen] of /** @type {const} */ ([[rows.single, single], [rows.many, many], [rows.perLine, perLine], [rows.p99, slow]])) {
    row.wrong.push(...seen.wrong.map((/** @type {string} */ text) => `${row.peerName}: ${text}`));
  }
}

/** Lines per second, over all viewers. @param {{ delivered: number, seconds: number }} seen */
function rateOf({ delivered, seconds }) {
  return delivered / seconds;
}
