export type Repeated = {
  /** Runs now, or once more after the run that is under way. */
  nudge(): void;
  close(): Promise<void>;
};

/**
 * Does `work` at once, then every `intervalMs` and whenever it is nudged, never twice at the same time. What it throws is
 * told, and it is tried again after `retryMs`.
 */
export function every(intervalMs: number, work: () => Promise<void>, options: { onError: (error: unknown) => void; retryMs: number }): Repeated {
  let running: Promise<void> | undefined;
  let again = false;
  let closed = false;
  let timer: NodeJS.Timeout | undefined;

  const run = async (): Promise<void> => {
    let nextMs = intervalMs;
    do {
      again = false;
      try {
        await work();
      } catch (error) {
        if (!closed) options.onError(error);
        nextMs = Math.min(options.retryMs, intervalMs);
        break;
      }
    } while (again && !closed);
    if (!closed) timer = setTimeout(nudge, nextMs);
  };
  function nudge(): void {
    if (closed) return;
    again = true;
    if (running) return;
    clearTimeout(timer);
    running = run().finally(() => {
      running = undefined;
    });
  }
  nudge();
  return {
    nudge,
    close: async () => {
      closed = true;
      clearTimeout(timer);
      await running;
    },
  };
}
