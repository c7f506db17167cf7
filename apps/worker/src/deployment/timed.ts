import type { Reporter, Span } from "./reporter.js";

/** Does `work` and reports how long it took, however it ends. Throws what it throws. */
export async function timed<T>(reporter: Reporter, span: Pick<Span, "group" | "name">, work: () => Promise<T>): Promise<T> {
  const startedAt = new Date();
  const startMs = performance.now();
  try {
    return await work();
  } finally {
    reporter.span({ ...span, startedAt, durationMs: performance.now() - startMs });
  }
}
