/**
 * Says what happens, step by step, with durations. Steps may run side by side: each has a line when it begins and one when it ends.
 * @typedef {ReturnType<typeof createProgress>} Progress
 */

/** @param {NodeJS.WriteStream} [out] */
export function createProgress(out = process.stdout) {
  const colour = out.isTTY && !process.env.NO_COLOR;
  const paint = (/** @type {number} */ code, /** @type {string} */ text) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const line = (/** @type {string} */ text) => out.write(`${text}\n`);
  return {
    /**
     * Runs one step. `describe` makes the words after its name from its result.
     * @template T @param {string} name @param {() => Promise<T>} work @param {(result: T) => string} [describe] @returns {Promise<T>}
     */
    async step(name, work, describe) {
      line(`${paint(2, "·")} ${name} …`);
      const startedAt = performance.now();
      try {
        const result = await work();
        const detail = describe ? ` ${paint(2, `(${describe(result)})`)}` : "";
        line(`${paint(32, "✓")} ${name}${detail} ${paint(2, formatDuration(performance.now() - startedAt))}`);
        return result;
      } catch (error) {
        line(`${paint(31, "✗")} ${name} ${paint(2, formatDuration(performance.now() - startedAt))}`);
        throw error;
      }
    },
    say: line,
    warn: (/** @type {string} */ text) => line(`${paint(33, "!")} ${text}`),
    fail: (/** @type {string} */ message, /** @type {string} */ hint) => line(`\n${paint(31, "✗")} ${message}\n  ${hint}\n`),
    bold: (/** @type {string} */ text) => paint(1, text),
  };
}

/** @param {number} durationMs */
export function formatDuration(durationMs) {
  if (durationMs < 1_000) return `${Math.round(durationMs)} ms`;
  if (durationMs < 60_000) return `${(durationMs / 1_000).toFixed(1)} s`;
  return `${Math.floor(durationMs / 60_000)} min ${Math.round((durationMs % 60_000) / 1_000)} s`;
}
