import { expect, test } from "vitest";
import { trySecondTime } from "./second-try.mjs";

/** @typedef {import("./run-stages.mjs").StageResult} StageResult */

/** @type {StageResult} */
const failed = { name: "integration tests", durationMs: 1, passed: 5, failed: 1, skipped: 0, notes: ["a.test.ts: waits"], failedFiles: ["a.test.ts"], unsteady: [] };

/** What a second try that gives `counts` makes of `first`, and which files it ran. @param {StageResult} first @param {{ passed: number, failed: number }} counts */
async function triedAgain(first, { passed, failed }) {
  /** @type {string[][]} */
  const tried = [];
  const stage = {
    name: first.name,
    run: async () => first,
    again: (/** @type {string[]} */ files) => async () => (tried.push(files), { passed, failed, skipped: 0, notes: failed > 0 ? ["a.test.ts: waits"] : [], failedFiles: [] }),
  };
  const [result] = await trySecondTime([first], [stage], (_, again) => again(new AbortController().signal, () => undefined));
  return { result, tried };
}

test("what passes at the second try passes, and is named", async () => {
  const { result, tried } = await triedAgain(failed, { passed: 3, failed: 0 });
  expect(result).toMatchObject({ passed: 6, failed: 0, unsteady: ["a.test.ts: waits"] });
  expect(tried).toEqual([["a.test.ts"]]);
});

test("what fails again has failed, and so has what was not run", async () => {
  expect((await triedAgain(failed, { passed: 2, failed: 1 })).result).toMatchObject({ passed: 5, failed: 1, unsteady: [], notes: ["a.test.ts: waits", "again: a.test.ts: waits"] });
  expect((await triedAgain(failed, { passed: 0, failed: 0 })).result).toMatchObject({ failed: 1, unsteady: [] });
});

test.each([
  ["nothing that failed", { ...failed, failed: 0, failedFiles: [] }],
  ["more than a few files", { ...failed, failedFiles: ["a", "b", "c", "d"] }],
  ["an error outside any file", { ...failed, failedFiles: [] }],
])("%s is not tried again", async (_, first) => {
  const { result, tried } = await triedAgain(first, { passed: 1, failed: 0 });
  expect(result).toEqual(first);
  expect(tried).toEqual([]);
});
