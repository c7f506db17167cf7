import { useQueryClient } from "@tanstack/react-query";
import type { Change } from "@windlass/contracts/live";
import { use, useEffect } from "react";
import { LiveContext } from "./live-context.js";
import { readAllAgain, readChangedAgain } from "./read-again.js";

/** One deployment changes several rows within moments: they are answered by one reading. */
const gatherMs = 120;

/** Reads again what the server says has changed. Call it once, in the shell of the app. */
export function useChanges(): void {
  const live = use(LiveContext)?.live;
  const queryClient = useQueryClient();
  // The outside system is the live socket.
  useEffect(() => {
    if (live === undefined) return undefined;
    let gathered: Change[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    const unsubscribe = live.subscribeChanges({
      onChanges(changes) {
        gathered.push(...changes);
        timer ??= setTimeout(() => {
          const changed = gathered;
          gathered = [];
          timer = undefined;
          readChangedAgain(queryClient, changed);
        }, gatherMs);
      },
      onMissed: () => readAllAgain(queryClient),
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [live, queryClient]);
}
