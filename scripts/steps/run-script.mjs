import { hasHint } from "./failure.mjs";
import { createLifetime } from "./lifetime.mjs";
import { createProgress } from "./progress.mjs";

/**
 * @typedef {{ progress: import("./progress.mjs").Progress, lifetime: import("./lifetime.mjs").Lifetime }} Script
 */

/**
 * Runs a script to its end, undoes what it started and sets the exit code: 0 when it ended well or was told to end,
 * 1 when it failed. A failure is one message and what to do; a defect shows its stack.
 * @param {(script: Script) => Promise<void>} main
 */
export async function runScript(main) {
  const progress = createProgress();
  const lifetime = createLifetime(progress);
  let code = 0;
  try {
    await main({ progress, lifetime });
  } catch (error) {
    if (!lifetime.signal.aborted) {
      code = 1;
      if (hasHint(error)) progress.fail(error.message, error.hint);
      else console.error(error);
    }
  }
  await lifetime.end();
  process.exit(code);
}
