import { setTimeout as delay } from "node:timers/promises";
import { formatDuration } from "../steps/progress.mjs";

/**
 * @typedef {import("../steps/run-script.mjs").Script & { options: import("./options.mjs").StartOptions, claim: import("./claim-data.mjs").Claim }} Launch
 * @typedef {{ child: { pid: number, ended: Promise<string> }, stop: () => Promise<void> }} Running
 * @typedef {{ name: string, command: string, start: () => Promise<Running> }} Supervised `command` is a part of its command line that tells it from others.
 */

const firstDelayMs = 1_000;
const longestDelayMs = 30_000;
/** What has run this long was well: the next restart need not wait. */
const healthyAfterMs = 60_000;

/**
 * Starts a process and starts it again when it ends by itself, sooner or later the more often it does; says so each
 * time. It is stopped when the script ends. Throws what the first start throws.
 * @param {Launch} launch @param {Supervised} supervised @returns {Promise<void>}
 */
export async function supervise({ progress, lifetime, claim }, { name, command, start }) {
  let running = await startTracked();
  const watching = watch();
  lifetime.defer(name, async () => {
    await running.stop();
    await watching;
  });

  async function watch() {
    let waitMs = firstDelayMs;
    while (!lifetime.signal.aborted) {
      const startedAt = Date.now();
      const why = await running.child.ended;
      if (lifetime.signal.aborted) return;
      if (Date.now() - startedAt > healthyAfterMs) waitMs = firstDelayMs;
      progress.warn(`${name} ${why}. It starts again in ${formatDuration(waitMs)}.`);
      await delay(waitMs, undefined, { signal: lifetime.signal }).catch(() => undefined);
      if (lifetime.signal.aborted) return;
      waitMs = Math.min(waitMs * 2, longestDelayMs);
      await startAgain();
    }
  }

  async function startTracked() {
    const started = await start();
    claim.track({ name, pid: started.child.pid, command });
    return started;
  }

  async function startAgain() {
    try {
      running = await startTracked();
    } catch (error) {
      if (lifetime.signal.aborted) return;
      const why = error instanceof Error ? error.message : String(error);
      running = { child: { pid: 0, ended: Promise.resolve(`could not be started: ${why}`) }, stop: async () => undefined };
      return;
    }
    if (lifetime.signal.aborted) await running.stop();
    else progress.say(`✓ ${name} runs again`);
  }
}
