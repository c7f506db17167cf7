import { join } from "node:path";
import { root } from "../steps/layout.mjs";
import { run } from "../steps/run.mjs";
import { readPlaywrightReport, readVitestReport } from "./read-report.mjs";

/**
 * @typedef {{ passed: number, failed: number, skipped: number, notes: string[] }} Counts
 * @typedef {{ name: string, run: (signal: AbortSignal, show: (text: string) => void) => Promise<Counts> }} Stage
 */

const bin = (/** @type {string} */ name) => join(root, "node_modules/.bin", name);

/** One check that passes or fails as a whole. @param {string} name @param {string} command @param {string[]} args @returns {Stage} */
function check(name, command, ...args) {
  return {
    name,
    run: async (signal, show) => {
      const { code } = await run(command, args, { cwd: root, signal, show });
      return { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1, skipped: 0, notes: [] };
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
  return {
    name,
    run: async (signal, show) => {
      const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
      const args = ["run", ...projects.flatMap((project) => ["--project", project]), ...reporters, ...exclude.flatMap((file) => ["--exclude", file])];
      const { code } = await run(bin("vitest"), args, { cwd: root, signal, show, env: { ...process.env, ...env } });
      return readVitestReport(report, code);
    },
  };
}

/** @param {{ report: string, chromium: string | null }} options @returns {Stage} */
export function endToEnd({ report, chromium }) {
  return {
    name: "end-to-end tests",
    run: async (signal, show) => {
      const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, ...(chromium ? { WINDLASS_CHROMIUM: chromium } : {}) };
      const { code } = await run(bin("playwright"), ["test", "--reporter=list,json"], { cwd: root, signal, show, env });
      return readPlaywrightReport(report, code);
    },
  };
}
