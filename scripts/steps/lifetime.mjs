import { formatDuration } from "./progress.mjs";

/**
 * The life of a script: ends once, by a signal or by itself, and undoes what was started, the last first.
 * @typedef {ReturnType<typeof createLifetime>} Lifetime
 */

/** @param {import("./progress.mjs").Progress} progress */
export function createLifetime(progress) {
  const controller = new AbortController();
  /** @type {{ name: string, undo: () => Promise<void> }[]} */
  const started = [];
  /** @type {Promise<void> | null} */
  let ending = null;

  const undoAll = async () => {
    for (const { name, undo } of started.reverse()) {
      const startedAt = performance.now();
      try {
        await undo();
      } catch (error) {
        progress.warn(`${name} did not end cleanly: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (performance.now() - startedAt > 1_000) progress.say(`  ${name} ended after ${formatDuration(performance.now() - startedAt)}`);
    }
  };
  const lifetime = {
    /** Aborted when the script has to end. */
    signal: controller.signal,
    /** @param {string} name @param {() => Promise<void>} undo called when the script ends */
    defer: (name, undo) => void started.push({ name, undo }),
    /** Ends everything; a second call waits for the first. */
    end: () => {
      controller.abort();
      return (ending ??= undoAll());
    },
    /** Settles when the script is told to end. */
    told: new Promise((resolve) => controller.signal.addEventListener("abort", resolve, { once: true })),
  };
  for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"])) {
    process.on(signal, () => {
      if (!controller.signal.aborted) progress.say("\nEnding …");
      controller.abort();
    });
  }
  return lifetime;
}
