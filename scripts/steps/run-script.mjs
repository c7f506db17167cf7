import { hasHint } from "./failure.mjs";
import { createLifetime } from "./lifetime.mjs";
import { createProgress } from "./progress.mjs";

/**
 * @typedef {{ progress: import("./progress.mjs").Progress, lifetime: import("./lifetime.mjs").Lifetime }} Script
 */

/**
 * Runs a script to its end, undoes what it started and ends the process: with 1 when it failed, else with the exit code
 * that it set itself. A failure is one message and what to do; a defect shows its stack.
 * @param {(script: Script) => Promise<void>} main
 */
export async function runScript(main) {
  const progress = createProgress();
  const lifetime = createLifetime(progress);
  try {
    await main({ progress, lifetime });
  } catch (error) {
    if (!lifetime.signal.aborted) {
      process.exitCode = 1;
      if (hasHint(error)) progress.fail(error.message, error.hint);
      else console.error(error);
    }
  }
  await lifetime.end();
  process.exit();
}
