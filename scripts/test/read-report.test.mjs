import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readPlaywrightReport, readVitestReport } from "./read-report.mjs";

/** @type {string} */
let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "windlass-report-"))));
afterEach(() => rmSync(folder, { recursive: true }));

/** @param {unknown} report */
function written(report) {
  const file = join(folder, "report.json");
  writeFileSync(file, JSON.stringify(report));
  return file;
}

const passed = { status: "passed", fullName: "adds" };
const failed = { status: "failed", fullName: "subtracts" };

test("Vitest: tests are counted, and a file that could not be loaded is one that failed", () => {
  const file = written({
    testResults: [
      { name: "a.test.ts", status: "failed", assertionResults: [passed, failed] },
      { name: "b.test.ts", status: "failed", assertionResults: [] },
      { name: "c.test.ts", status: "passed", assertionResults: [passed, { status: "skipped", fullName: "later" }] },
    ],
  });
  expect(readVitestReport(file, 1)).toEqual({ passed: 2, failed: 2, skipped: 1, notes: ["a.test.ts: subtracts", "b.test.ts"], failedFiles: ["a.test.ts", "b.test.ts"] });
});

test("an error outside any test is a failure", () => {
  const file = written({ testResults: [{ name: "a.test.ts", status: "passed", assertionResults: [passed] }] });
  expect(readVitestReport(file, 1)).toMatchObject({ passed: 1, failed: 1 });
});

test("no report is a failure", () => {
  expect(readVitestReport(join(folder, "none.json"), 139)).toMatchObject({ passed: 0, failed: 1 });
  expect(readPlaywrightReport(join(folder, "none.json"), 1)).toMatchObject({ passed: 0, failed: 1 });
});

test("Playwright: a test that passed only at the second try has failed", () => {
  const file = written({ stats: { expected: 5, unexpected: 1, flaky: 2, skipped: 0 }, errors: [], suites: [] });
  expect(readPlaywrightReport(file, 1)).toMatchObject({ passed: 5, failed: 3, skipped: 0 });
});

test("Playwright: the tests that failed are named, however deep they are described", () => {
  const spec = { file: "a.spec.ts", title: "opens", ok: false };
  const suites = [{ specs: [{ ...spec, title: "closes", ok: true }], suites: [{ specs: [spec, { ...spec, title: "shuts" }] }] }, { suites: [] }];
  const file = written({ stats: { expected: 1, unexpected: 2, flaky: 0, skipped: 0 }, errors: [], suites });
  expect(readPlaywrightReport(file, 1)).toMatchObject({ failed: 2, notes: ["a.spec.ts: opens", "a.spec.ts: shuts"], failedFiles: ["a.spec.ts"] });
});
