import type { CompileInput, TimedSpan } from "../compile-input.js";

type Timing = Pick<TimedSpan, "group" | "name"> & Pick<CompileInput, "onTimed">;

/** Does `work`, and tells how long it took where somebody wants to know. Throws what it throws. */
export async function timed<T>({ onTimed, ...span }: Timing, work: () => Promise<T>): Promise<T> {
  if (!onTimed) return work();
  const startedAt = new Date();
  const startMs = performance.now();
  const result = await work();
  onTimed({ ...span, startedAt, durationMs: performance.now() - startMs });
  return result;
}
