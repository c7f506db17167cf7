import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compile } from "../packages/compiler/dist/compile.js";
import { nodeFiles } from "../packages/compiler/dist/node-files.js";
import { differences } from "./compare-templates.mjs";
import { osls, peerName } from "./peer.mjs";
import { median } from "./rows.mjs";
import { runTimed } from "./run-timed.mjs";
import { writeLargeService, writeSmallService } from "./write-service.mjs";

// The fastest parser of YAML there is for Node, the compiler's own.
const { load } = createRequire(new URL("../packages/compiler/package.json", import.meta.url))("js-yaml");

const program = join(import.meta.dirname, "../bin/windlass");
const place = ["--stage", "dev", "--region", "us-east-1"];
/** An in-process compilation is short: each round takes the median of several, after as many that warm the process up. */
const warmRepeats = 15;

/**
 * Compilation: as a command on a small and a large service, and warm inside a process, as the worker does it.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export async function benchCompile({ folder, rounds }) {
  const [small, large, larger] = ["small", "large", "larger"].map((name) => join(folder, name));
  mkdirSync(folder, { recursive: true });
  writeSmallService(small, "bench-small", "v1");
  writeLargeService(large, "bench-large", 150);
  writeLargeService(larger, "bench-larger", 500);
  const rows = {
    cold: row("P3", "compile a small service, one process", 1 / 8),
    memory: { ...row("P3", "memory to compile a small service", 1 / 3), unit: /** @type {const} */ ("bytes") },
    coldLarge: row("P3", "compile 150 functions with http, one process", 1 / 8),
    warm: row("P1", "compile 150 functions with http, warm", 1 / 50),
    floor: { ...row("P1", "the same against YAML parse + JSON print", 8), peerName: "floor" },
    growth: { ...row("P2", "500 functions against 150, warm", 4), peerName: "150 functions" },
  };
  for (let round = 0; round < rounds; round += 1) {
    await compareProcesses(rows.cold, small, rows.memory);
    const peerSeconds = await compareProcesses(rows.coldLarge, large);
    const { seconds, template } = await compileWarm(large);
    if (round === 0) rows.warm.wrong.push(...compare(template, large));
    add(rows.warm, seconds, peerSeconds);
    add(rows.floor, seconds, floorOf(large, template));
    add(rows.growth, (await compileWarm(larger)).seconds, seconds);
  }
  return Object.values(rows);
}

/** @param {string} proof @param {string} what @param {number} goal @returns {import("./rows.mjs").Row} */
function row(proof, what, goal) {
  return { proof, what, goal, ours: [], peer: [], peerName, wrong: [] };
}

/** @param {import("./rows.mjs").Row} target @param {number} ours @param {number} peer */
function add(target, ours, peer) {
  target.ours.push(ours);
  target.peer.push(peer);
}

/** @param {import("./rows.mjs").Row} target @param {string} service @param {import("./rows.mjs").Row} [memory] @returns {Promise<number>} the peer's time */
async function compareProcesses(target, service, memory) {
  const out = join(service, "../ours.json");
  const args = ["compile", "--cwd", service, ...place, "--out", out];
  const ours = await runTimed(process.execPath, [program, ...args]);
  const theirs = await osls(service, ["package", ...place]);
  add(target, ours.seconds, theirs.seconds);
  if (target.ours.length === 1) target.wrong.push(...compare(JSON.parse(readFileSync(out, "utf8")), service));
  if (memory) {
    // Runs of their own: to measure costs time.
    const run = (/** @type {NodeJS.ProcessEnv} */ env) => runTimed(process.execPath, [program, ...args], { env: { ...process.env, ...env } });
    add(memory, await memoryOf(service, run), await memoryOf(service, (env) => osls(service, ["package", ...place], env)));
  }
  return theirs.seconds;
}

/** The most memory that a process needed, in bytes. @param {string} service @param {(env: NodeJS.ProcessEnv) => Promise<unknown>} run */
async function memoryOf(service, run) {
  const file = join(service, "../memory");
  await run({ BENCH_MEMORY_FILE: file, NODE_OPTIONS: `--require ${join(import.meta.dirname, "report-memory.cjs")}` });
  return Number(readFileSync(file, "utf8"));
}

/** @param {object} ours @param {string} service */
function compare(ours, service) {
  return differences(ours, JSON.parse(readFileSync(join(service, ".serverless/cloudformation-template-update-stack.json"), "utf8"))).slice(0, 5);
}

/** @param {string} service */
async function compileWarm(service) {
  const times = [];
  let template;
  for (let repeat = 0; repeat < 2 * warmRepeats; repeat += 1) {
    const startedAt = performance.now();
    const result = await compile({ files: nodeFiles({ root: service, directory: service }), stage: "dev", region: "us-east-1", env: {} });
    times.push((performance.now() - startedAt) / 1_000);
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    template = result.template;
  }
  return { seconds: median(times.slice(warmRepeats)), template };
}

/** The least that any compiler must do: read the YAML, write the JSON. @param {string} service @param {object} template */
function floorOf(service, template) {
  const text = readFileSync(join(service, "serverless.yml"), "utf8");
  const times = Array.from({ length: 2 * warmRepeats }, () => {
    const startedAt = performance.now();
    load(text);
    JSON.stringify(template);
    return (performance.now() - startedAt) / 1_000;
  });
  return median(times.slice(warmRepeats));
}
