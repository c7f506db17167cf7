export type Watchdog = { close(): void };

/**
 * Every 10 s asks whether work has stopped, and restarts it when two looks in a row say so. It looks at progress:
 * a connection can answer PING and still never hand out another job.
 */
export function openWatchdog(input: {
  isStuck: () => Promise<boolean>;
  restart: () => Promise<void>;
  onError: (error: Error) => void;
  intervalMs?: number;
}): Watchdog {
  let suspicious = false;
  let looking = false;
  const look = async (): Promise<void> => {
    if (looking) return;
    looking = true;
    try {
      const stuck = await input.isStuck();
      const restart = stuck && suspicious;
      suspicious = stuck && !restart;
      if (restart) await input.restart();
    } catch (error) {
      input.onError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      looking = false;
    }
  };
  const timer = setInterval(() => void look(), input.intervalMs ?? 10_000);
  return { close: () => clearInterval(timer) };
}
