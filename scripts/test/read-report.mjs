import { existsSync, readFileSync } from "node:fs";

/** @typedef {import("./stages.mjs").Counts} Counts */

/**
 * Counts of a Vitest JSON report. A file that could not be loaded has no tests: it counts as one that failed.
 * @param {string} file @param {number | null} code Vitest's exit code @returns {Counts}
 */
export function readVitestReport(file, code) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, notes: [`Vitest ended with exit code ${code} and no report`], failedFiles: [] };
  const report = JSON.parse(readFileSync(file, "utf8"));
  const suites = /** @type {{ name: string, status: string, assertionResults: { status: string, fullName: string }[] }[]} */ (report.testResults);
  const tests = suites.flatMap((suite) => suite.assertionResults.map((result) => ({ ...result, file: suite.name })));
  const broken = suites.filter((suite) => suite.status === "failed" && suite.assertionResults.every(({ status }) => status !== "failed"));
  const failed = tests.filter(({ status }) => status === "failed");
  return withExitCode(code, {
    passed: tests.filter(({ status }) => status === "passed").length,
    failed: failed.length + broken.length,
    skipped: tests.filter(({ status }) => status !== "passed" && status !== "failed").length,
    notes: [...failed.map((test) => `${test.file}: ${test.fullName}`), ...broken.map((suite) => suite.name)],
    failedFiles: suites.filter(({ status }) => status === "failed").map(({ name }) => name),
  });
}

/**
 * Counts of a Playwright JSON report. A test that passed only when it was tried again counts as failed.
 * @param {string} file @param {number | null} code Playwright's exit code @returns {Counts}
 */
export function readPlaywrightReport(file, code) {
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: 0, notes: [`Playwright ended with exit code ${code} and no report`], failedFiles: [] };
  const { stats, errors, suites } = JSON.parse(readFileSync(file, "utf8"));
  const failed = failedSpecs(suites);
  const notes = [
    .../** @type {{ message?: string }[]} */ (errors).map(({ message }) => message ?? "error without message"),
    ...failed.map((spec) => `${spec.file}: ${spec.title}`),
  ];
  const failedFiles = [...new Set(failed.map((spec) => spec.file))];
  return withExitCode(code, { passed: stats.expected, failed: stats.unexpected + stats.flaky, skipped: stats.skipped, notes, failedFiles });
}

/** @typedef {{ file: string, title: string, ok: boolean }} Spec */
/** @typedef {{ specs?: Spec[], suites?: Suite[] }} Suite */

/** @param {Suite[]} suites @returns {Spec[]} */
function failedSpecs(suites) {
  return suites.flatMap(({ specs = [], suites: inner = [] }) => [...specs.filter(({ ok }) => !ok), ...failedSpecs(inner)]);
}

/** An error outside any test (an unhandled rejection, a failed clean-up) is one that failed. @param {number | null} code @param {Counts} counts @returns {Counts} */
function withExitCode(code, counts) {
  if (code === 0 || counts.failed > 0) return counts;
  return { ...counts, failed: 1, notes: [...counts.notes, `ended with exit code ${code}`] };
}
