export type Alarm = {
  /** Rings at this time; where it is set to an earlier one, at that. */
  setFor(at: Date): void;
  close(): void;
};

/** What waits longer is looked at on the way anyway. */
const longestMs = 10 * 60_000;
/** A time that has just passed by another clock must not become a loop. */
const shortestMs = 100;

/** A clock that rings once for the earliest time that it was set for. */
export function openAlarm(ring: () => void): Alarm {
  let timer: NodeJS.Timeout | undefined;
  let ringsAt = Number.POSITIVE_INFINITY;
  let closed = false;
  return {
    setFor(at) {
      if (closed || at.getTime() >= ringsAt) return;
      ringsAt = at.getTime();
      clearTimeout(timer);
      const delayMs = Math.min(Math.max(at.getTime() - Date.now(), shortestMs), longestMs);
      timer = setTimeout(() => {
        ringsAt = Number.POSITIVE_INFINITY;
        ring();
      }, delayMs);
    },
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}
