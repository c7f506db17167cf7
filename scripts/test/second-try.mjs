/**
 * @typedef {import("./stages.mjs").Stage} Stage
 * @typedef {import("./stages.mjs").Run} Run
 * @typedef {import("./run-stages.mjs").StageResult} StageResult
 */

/** When more files than these fail, it is no matter of luck. */
const mostFiles = 3;

/**
 * Tries the files that failed once more, when all is done and the machine has nothing else to do: one test among thousands that missed
 * its time beside a browser and two other tests must not keep a good change out. What is broken fails again; what passes only now is
 * named in the summary, for it is to be repaired.
 * @param {readonly StageResult[]} results @param {readonly Stage[]} stages
 * @param {(name: string, again: Run) => ReturnType<Run>} run @returns {Promise<StageResult[]>}
 */
export async function trySecondTime(results, stages, run) {
  /** @type {StageResult[]} */
  const final = [];
  for (const first of results) {
    const again = stages.find(({ name }) => name === first.name)?.again;
    const { failedFiles } = first;
    const mayPass = again !== undefined && failedFiles.length > 0 && failedFiles.length <= mostFiles;
    final.push(mayPass ? withSecondTry(first, await run(first.name, again(failedFiles))) : first);
  }
  return final;
}

/** @param {StageResult} first @param {import("./stages.mjs").Counts} second @returns {StageResult} */
function withSecondTry(first, second) {
  if (second.failed > 0 || second.passed === 0) return { ...first, notes: [...first.notes, ...second.notes.map((note) => `again: ${note}`)] };
  return { ...first, passed: first.passed + first.failed, failed: 0, notes: [], failedFiles: [], unsteady: first.notes };
}
