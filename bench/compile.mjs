import { mkdirSync, readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { parse } from "yaml";
import { compile } from "../packages/compiler/dist/compile.js";
import { nodeFiles } from "../packages/compiler/dist/node-files.js";
import { differences } from "./compare-templates.mjs";
import { osls, peerName } from "./peer.mjs";
import { runTimed } from "./run-timed.mjs";
import { writeLargeService, writeSmallService } from "./write-service.mjs";

const program = join(import.meta.dirname, "../bin/windlass");
const place = ["--stage", "dev", "--region", "us-east-1"];
/** An in-process compilation is short: each round takes the median of several. */
const warmRepeats = 7;

/**
 * Compilation: as a command on a small and a large service, and warm inside a process, as the worker does it.
 * @param {{ folder: string, rounds: number }} options @returns {Promise<import("./rows.mjs").Row[]>}
 */
export async function benchCompile({ folder, rounds }) {
  const small = join(folder, "small");
  const large = join(folder, "large");
  mkdirSync(folder, { recursive: true });
  writeSmallService(small, "bench-small", "v1");
  writeLargeService(large, "bench-large", 150);
  const rows = {
    cold: row("P3", "compile a small service, one process", 0.4),
    coldLarge: row("P3", "compile 150 functions, one process", 0.4),
    warm: row("P1", "compile 150 functions, warm", 1 / 20),
    floor: { ...row("P1", "compile 150 functions, warm, against parse + stringify + hash", 8), peerName: "floor" },
  };
  for (let round = 0; round < rounds; round += 1) {
    await compareProcesses(rows.cold, small);
    const peerSeconds = await compareProcesses(rows.coldLarge, large);
    rows.warm.peer.push(peerSeconds);
    const { seconds, template } = await compileWarm(large);
    rows.warm.ours.push(seconds);
    if (round === 0) rows.warm.wrong.push(...compare(template, large));
    rows.floor.ours.push(seconds);
    rows.floor.peer.push(floorOf(large, template));
  }
  return Object.values(rows);
}

/** @param {string} proof @param {string} what @param {number} goal @returns {import("./rows.mjs").Row} */
function row(proof, what, goal) {
  return { proof, what, goal, ours: [], peer: [], peerName, wrong: [] };
}

/** @param {import("./rows.mjs").Row} target @param {string} service @returns {Promise<number>} the peer's time */
async function compareProcesses(target, service) {
  const out = join(service, "../ours.json");
  const ours = await runTimed(process.execPath, [program, "compile", "--cwd", service, ...place, "--out", out]);
  const theirs = await osls(service, ["package", ...place]);
  target.ours.push(ours.seconds);
  target.peer.push(theirs.seconds);
  if (target.ours.length === 1) target.wrong.push(...compare(JSON.parse(readFileSync(out, "utf8")), service));
  return theirs.seconds;
}

/** @param {object} ours @param {string} service */
function compare(ours, service) {
  return differences(ours, JSON.parse(readFileSync(join(service, ".serverless/cloudformation-template-update-stack.json"), "utf8"))).slice(0, 5);
}

/** @param {string} service */
async function compileWarm(service) {
  const times = [];
  let template;
  for (let repeat = 0; repeat < warmRepeats; repeat += 1) {
    const startedAt = performance.now();
    const result = await compile({ files: nodeFiles({ root: service, directory: service }), stage: "dev", region: "us-east-1", env: {} });
    times.push((performance.now() - startedAt) / 1_000);
    if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
    template = result.template;
  }
  return { seconds: times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)], template };
}

/** The least that any compiler must do: read the YAML, write the JSON, hash it. @param {string} service @param {object} template */
function floorOf(service, template) {
  const text = readFileSync(join(service, "serverless.yml"), "utf8");
  const times = Array.from({ length: warmRepeats }, () => {
    const startedAt = performance.now();
    parse(text);
    createHash("sha256").update(JSON.stringify(template)).digest("hex");
    return (performance.now() - startedAt) / 1_000;
  });
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)];
}
