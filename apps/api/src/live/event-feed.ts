import { mostFrameRows, type EventStretch } from "@windlass/operations/deployment/follow-events";
import { createReadAhead, type ReadStretch } from "./read-ahead.js";

/** Where a follower's frames go. */
export type Sink = {
  /** Whether it can take more now; while it cannot, its rows stay in Postgres. */
  ready(): boolean;
  /** Calls back once, as soon as it can take more again; never when it is gone. */
  whenReady(callback: () => void): void;
  /** A frame that goes to many comes as bytes, so that it is encoded once. */
  send(frame: string | Buffer): void;
};

export type EventFeedOptions = {
  /** Reads the rows of a deployment above `after`; null when it does not exist (any more). */
  read: (deploymentId: string, after: number, limit: number) => Promise<EventStretch | null>;
  onError: (error: unknown) => void;
  /** How often to look without a hint, because a hint may be lost. */
  recheckIntervalMs?: number;
};

export type EventFeed = {
  /** Serves `sink` every row above `after`, in order, until the deployment has ended. The result stops it. */
  follow(deploymentId: string, after: number, sink: Sink): () => void;
  /** There are new rows. */
  wake(deploymentId: string): void;
  /** Hints may have been lost: look at every deployment that is followed. */
  wakeAll(): void;
  close(): void;
};

type Follower = { cursor: number; sink: Sink };
type Followed = { followers: Set<Follower>; pumping: boolean; again: boolean; read: ReadStretch; wake: () => void };

/**
 * Serves the events of deployments to their followers. Postgres is the only source: every follower has a cursor and
 * gets the rows above it, and followers at the same cursor share one read and one serialised frame.
 */
export function createEventFeed(options: EventFeedOptions): EventFeed {
  const deployments = new Map<string, Followed>();
  const recheck = setInterval(() => wakeAll(), options.recheckIntervalMs ?? 1_000);

  function wake(deploymentId: string): void {
    const followed = deployments.get(deploymentId);
    if (followed === undefined) return;
    followed.again = true;
    if (followed.pumping) return;
    followed.pumping = true;
    pump(deploymentId, followed)
      .catch(options.onError)
      .finally(() => {
        followed.pumping = false;
        if (followed.followers.size === 0) deployments.delete(deploymentId);
      });
  }

  function wakeAll(): void {
    for (const deploymentId of deployments.keys()) wake(deploymentId);
  }

  async function pump(deploymentId: string, followed: Followed): Promise<void> {
    while (followed.again) {
      followed.again = false;
      // Nearest to the beginning first, so that those who catch up join the others and share their reads.
      const cursors = [...new Set([...followed.followers].map((follower) => follower.cursor))].sort((a, b) => a - b);
      for (const cursor of cursors) if (await serve(deploymentId, followed, cursor)) followed.again = true;
    }
  }

  /** Serves those whose cursor is at `after`. True when they may have more to read at once. */
  async function serve(deploymentId: string, followed: Followed, after: number): Promise<boolean> {
    const waiting = [...followed.followers].filter((follower) => follower.cursor === after);
    if (!waiting.some((follower) => follower.sink.ready())) {
      for (const { sink } of waiting) sink.whenReady(followed.wake);
      return false;
    }
    const stretch = await followed.read(after);
    const lastSeq = stretch?.upTo ?? after;
    const done = stretch === null || (stretch.ended && lastSeq >= stretch.lastSeq);
    if (lastSeq === after && !done) return false;
    const frame = frameOf({ deploymentId, eventsJson: stretch?.eventsJson ?? "[]", lastSeq, done });
    for (const follower of waiting) {
      if (!followed.followers.has(follower)) continue;
      if (!follower.sink.ready()) {
        follower.sink.whenReady(followed.wake);
        continue;
      }
      follower.sink.send(frame);
      follower.cursor = lastSeq;
      if (done) followed.followers.delete(follower);
    }
    return !done && stretch.lastSeq > lastSeq;
  }

  return {
    follow(deploymentId, after, sink) {
      const followed = deployments.get(deploymentId) ?? openFollowed((from) => options.read(deploymentId, from, mostFrameRows), () => wake(deploymentId));
      deployments.set(deploymentId, followed);
      const follower = { cursor: after, sink };
      followed.followers.add(follower);
      wake(deploymentId);
      return () => {
        followed.followers.delete(follower);
        if (followed.followers.size === 0 && !followed.pumping && deployments.get(deploymentId) === followed) deployments.delete(deploymentId);
      };
    },
    wake,
    wakeAll,
    close() {
      clearInterval(recheck);
      deployments.clear();
    },
  };
}

function openFollowed(read: ReadStretch, wake: () => void): Followed {
  return { followers: new Set(), pumping: false, again: false, read: createReadAhead(read), wake };
}

/** A frame of the kind `events`, whose rows are JSON already. */
function frameOf(input: { deploymentId: string; eventsJson: string | Buffer; lastSeq: number; done: boolean }): Buffer {
  const { deploymentId, eventsJson, lastSeq, done } = input;
  const [head, tail] = [`{"type":"events","deploymentId":"${deploymentId}","events":`, `,"lastSeq":${lastSeq},"done":${done}}`];
  return typeof eventsJson === "string" ? Buffer.from(head + eventsJson + tail) : Buffer.concat([Buffer.from(head), eventsJson, Buffer.from(tail)]);
}
