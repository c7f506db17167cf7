import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { readStored, writeStored } from "./appearance.js";

export const zones = ["local", "utc"] as const;
export type Zone = (typeof zones)[number];

type Ticker = { subscribe: (listener: () => void) => () => void; now: () => number };
type Clock = { zone: Zone; setZone: (zone: Zone) => void; coarse: Ticker; fine: Ticker };

const storageKey = "windlass.zone";
const ClockContext = createContext<Clock | null>(null);

/** One interval for all who listen, and none while nobody does. */
function createTicker(intervalMs: number): Ticker {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  return {
    now: () => now,
    subscribe: (listener) => {
      listeners.add(listener);
      timer ??= setInterval(() => {
        now = Date.now();
        for (const each of listeners) each();
      }, intervalMs);
      now = Date.now();
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}

export function useClock(): Clock {
  const clock = use(ClockContext);
  if (clock === null) throw new Error("useClock needs a ClockProvider above it.");
  return clock;
}

/** The time in milliseconds, renewed each second (`fine`, for running durations) or every 15 s. */
export function useNow(pace: "coarse" | "fine" = "coarse"): number {
  const ticker = useClock()[pace];
  return useSyncExternalStore(ticker.subscribe, ticker.now);
}

export function ClockProvider({ children }: { children: ReactNode }) {
  const [zone, setZone] = useState<Zone>(() => (readStored(storageKey) === "utc" ? "utc" : "local"));
  const [coarse] = useState(() => createTicker(15_000));
  const [fine] = useState(() => createTicker(1_000));
  useEffect(() => writeStored(storageKey, zone), [zone]);
  const clock = useMemo(() => ({ zone, setZone, coarse, fine }), [zone, coarse, fine]);
  return <ClockContext value={clock}>{children}</ClockContext>;
}
