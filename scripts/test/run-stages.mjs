import { formatDuration } from "../steps/progress.mjs";
import { trySecondTime } from "./second-try.mjs";
import { createTurns } from "./turns.mjs";

/**
 * @typedef {import("./stages.mjs").Stage} Stage
 * @typedef {import("./stages.mjs").Counts & { name: string, durationMs: number, unsteady: string[] }} StageResult `unsteady`: what
 *   passed only when it was tried again
 */

/**
 * Runs stages one after another; a failure does not keep the others from running. Where a list stands for a stage, its stages run
 * side by side, and what they print follows each other all the same.
 * @param {import("../steps/run-script.mjs").Script} script @param {readonly (Stage | readonly Stage[])[]} stages
 */
export async function runStages({ progress, lifetime }, stages) {
  const turns = createTurns((text) => void process.stdout.write(text));
  /** @param {Stage} stage @returns {Promise<StageResult>} */
  const runStage = async (stage) => {
    const turn = turns.begin();
    turn.show(`\n${progress.bold(stage.name)}\n`);
    const startedAt = performance.now();
    try {
      const counts = await stage.run(lifetime.signal, turn.show);
      return { name: stage.name, durationMs: performance.now() - startedAt, unsteady: [], ...counts };
    } finally {
      turn.end();
    }
  };
  /** @type {StageResult[]} */
  const results = [];
  for (const next of stages) results.push(...(await Promise.all([next].flat().map(runStage))));
  return trySecondTime(results, stages.flat(), (name, again) => {
    progress.say(progress.bold(`\n${name}: once more what failed`));
    return again(lifetime.signal, (text) => void process.stdout.write(text));
  });
}

/** The summary, and alone on the last line the sum. @param {import("../steps/progress.mjs").Progress} progress @param {readonly StageResult[]} results */
export function summarise(progress, results) {
  progress.say("");
  for (const { name, durationMs, passed, failed, skipped, notes, unsteady } of results) {
    const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
    progress.say(`${failed > 0 ? "✗" : "✓"} ${name.padEnd(18)} ${counts.padEnd(28)} ${formatDuration(durationMs)}`);
    for (const note of failed > 0 ? notes : []) progress.say(`    ${note}`);
    for (const note of unsteady) progress.say(`    passed only at the second try: ${note}`);
  }
  const sum = (/** @type {"passed" | "failed"} */ field) => results.reduce((total, result) => total + result[field], 0);
  progress.say(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed");
}
