import { formatDuration } from "../steps/progress.mjs";

/**
 * @typedef {import("./stages.mjs").Stage} Stage
 * @typedef {import("./stages.mjs").Counts & { name: string, durationMs: number }} StageResult
 */

/** Runs the stages one after another; a failure does not keep the others from running. @param {import("../steps/run-script.mjs").Script} script @param {readonly Stage[]} stages */
export async function runStages({ progress, lifetime }, stages) {
  /** @type {StageResult[]} */
  const results = [];
  for (const stage of stages) {
    progress.say(`\n${progress.bold(stage.name)}`);
    const startedAt = performance.now();
    const counts = await stage.run(lifetime.signal);
    results.push({ name: stage.name, durationMs: performance.now() - startedAt, ...counts });
  }
  return results;
}

/** The summary, and alone on the last line the sum. @param {import("../steps/progress.mjs").Progress} progress @param {readonly StageResult[]} results */
export function summarise(progress, results) {
  progress.say("");
  for (const { name, durationMs, passed, failed, skipped, notes } of results) {
    const counts = `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
    progress.say(`${failed > 0 ? "✗" : "✓"} ${name.padEnd(18)} ${counts.padEnd(28)} ${formatDuration(durationMs)}`);
    for (const note of failed > 0 ? notes : []) progress.say(`    ${note}`);
  }
  const sum = (/** @type {"passed" | "failed"} */ field) => results.reduce((total, result) => total + result[field], 0);
  progress.say(`\n${sum("passed")} passed, ${sum("failed")} failed`);
  return sum("failed");
}
