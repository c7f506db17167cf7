import { mkdir } from "node:fs/promises";
import { watchLimits, type LimitWatchInput } from "./watch-limits.js";

/**
 * Does `work`, which is to stop when its signal aborts, and looks meanwhile at how much its folders take.
 * Throws `build_over_limit`, and what `work` throws.
 */
export async function withinLimits<T>(input: Omit<LimitWatchInput, "onExceeded">, work: (over: AbortSignal) => Promise<T>): Promise<T> {
  for (const folder of input.folders) await mkdir(folder, { recursive: true });
  const over = new AbortController();
  const watch = await watchLimits({ ...input, onExceeded: (error) => over.abort(error) });
  try {
    const done = await work(over.signal);
    await watch.finish();
    return done;
  } finally {
    watch.stop();
  }
}
