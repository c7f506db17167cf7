import { join } from "node:path";
import { root } from "../steps/layout.mjs";
import { run as runProgram } from "../steps/run.mjs";
import { readPlaywrightReport, readVitestReport } from "./read-report.mjs";

/**
 * @typedef {{ passed: number, failed: number, skipped: number, notes: string[], failedFiles: string[] }} Counts
 * @typedef {(signal: AbortSignal, show: (text: string) => void) => Promise<Counts>} Run
 * @typedef {{ name: string, run: Run, again?: (files: string[]) => Run }} Stage `again` runs some of its files alone.
 */

const bin = (/** @type {string} */ name) => join(root, "node_modules/.bin", name);

/** One check that passes or fails as a whole. @param {string} name @param {string} command @param {string[]} args @returns {Stage} */
function check(name, command, ...args) {
  return {
    name,
    run: async (signal, show) => {
      const { code } = await runProgram(command, args, { cwd: root, signal, show });
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, notes: [], failedFiles: [] };
    },
  };
}

/** What needs no service. */
export const checks = [
  check("types: server", bin("tsc"), "-p", "tsconfig.json"),
  check("types: web", bin("tsc"), "-p", "apps/web/tsconfig.json"),
  check("types: scripts", bin("tsc"), "-p", "scripts/tsconfig.json"),
  check("lint", bin("oxlint"), "--type-aware", "--deny-warnings"),
  check("boundaries", process.execPath, "scripts/boundaries.mjs"),
];

/** @param {string} name @param {{ projects: string[], report: string, exclude?: string[], env?: NodeJS.ProcessEnv }} options @returns {Stage} */
export function vitest(name, { projects, report, exclude = [], env = {} }) {
  /** @param {string} to @param {string[]} more @returns {Run} */
  const run = (to, more) => async (signal, show) => {
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${to}`];
    const args = ["run", ...projects.flatMap((project) => ["--project", project]), ...reporters, ...exclude.flatMap((file) => ["--exclude", file]), ...more];
    const { code } = await runProgram(bin("vitest"), args, { cwd: root, signal, show, env: { ...process.env, ...env } });
    return readVitestReport(to, code);
  };
  return { name, run: run(report, []), again: (files) => run(`${report}.again`, ["--maxWorkers=1", ...files]) };
}

/** @param {{ report: string, chromium: string | null }} options @returns {Stage} */
export function endToEnd({ report, chromium }) {
  /** @param {string} to @param {string[]} files @param {NodeJS.ProcessEnv} more @returns {Run} */
  const run = (to, files, more) => async (signal, show) => {
    const env = { ...process.env, ...more, PLAYWRIGHT_JSON_OUTPUT_NAME: to, ...(chromium ? { WINDLASS_CHROMIUM: chromium } : {}) };
    const { code } = await runProgram(bin("playwright"), ["test", "--reporter=list,json", ...files], { cwd: root, signal, show, env });
    return readPlaywrightReport(to, code);
  };
  return { name: "end-to-end tests", run: run(report, [], {}), again: (files) => run(`${report}.again`, files, { WINDLASS_TRACE: "1" }) };
}
