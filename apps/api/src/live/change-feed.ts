import type { Change, LiveFrame } from "@windlass/contracts/live";
import type { Sink } from "./event-feed.js";

export type ChangeFeed = {
  /** Tells `sink` of every change from now on. The result stops it. */
  follow(sink: Sink): () => void;
  push(change: Change): void;
  /** Changes may have been missed: every follower is told that anything may be out of date. */
  missed(): void;
  close(): void;
};

/** How long changes are gathered into one frame: a deployment's start alone changes five rows. */
const gatherMs = 50;

/** Tells followers which lists are out of date; the same change within one frame is told once. */
export function createChangeFeed(): ChangeFeed {
  const sinks = new Set<Sink>();
  const gathered = new Map<string, Change>();
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    timer = undefined;
    const frame = JSON.stringify({ type: "changes", changes: [...gathered.values()] } satisfies LiveFrame);
    gathered.clear();
    for (const sink of sinks) sink.send(frame);
  }

  return {
    follow(sink) {
      sinks.add(sink);
      return () => sinks.delete(sink);
    },
    push(change) {
      if (sinks.size === 0) return;
      gathered.set(`${change.entity} ${change.id}`, change);
      timer ??= setTimeout(flush, gatherMs);
    },
    missed() {
      const frame = JSON.stringify({ type: "missed" } satisfies LiveFrame);
      for (const sink of sinks) sink.send(frame);
    },
    close() {
      clearTimeout(timer);
      sinks.clear();
    },
  };
}
