import type { DeploymentEvent } from "@windlass/contracts/event";

/** What a subscriber gets: events it has not had, ascending and without a gap. `done` once there can be no more. */
export interface EventBatch {
  events: DeploymentEvent[];
  /** The subscriber's new cursor. */
  lastSeq: number;
  done: boolean;
}
export type EventListener = (batch: EventBatch) => void;

/** A batch of events as the server sent it. */
interface ServerBatch {
  events: readonly DeploymentEvent[];
  lastSeq: number;
  done: boolean;
}

interface Subscriber {
  cursor: number;
  done: boolean;
  listener: EventListener;
}

/**
 * The cursors of all who follow one deployment over one socket. The server keeps one cursor per deployment and
 * socket, so the topic asks for the rows above the lowest cursor, and each subscriber is given what it lacks.
 */
export function openDeploymentTopic() {
  const subscribers = new Set<Subscriber>();

  return {
    /** Adds a subscriber that has all rows up to `after`; the result removes it again. */
    add(after: number, listener: EventListener): () => void {
      const subscriber: Subscriber = { cursor: after, done: false, listener };
      subscribers.add(subscriber);
      return () => subscribers.delete(subscriber);
    },
    isEmpty: () => subscribers.size === 0,
    /** Whether nobody waits for anything: then there is no need to subscribe again after a reconnect. */
    isDone: () => [...subscribers].every((subscriber) => subscriber.done),
    /** The cursor to subscribe with: the lowest of those who still wait. */
    cursor: () => Math.min(...[...subscribers].filter((subscriber) => !subscriber.done).map((subscriber) => subscriber.cursor)),
    /**
     * Hands every subscriber the rows that continue what it has. Where rows are missing in between, or an end is
     * announced before them, the answer is `gap`: the caller subscribes again from `cursor()`.
     */
    receive(batch: ServerBatch): "ok" | "gap" {
      let outcome: "ok" | "gap" = "ok";
      for (const subscriber of subscribers) {
        if (deliver(subscriber, batch) === "gap") outcome = "gap";
      }
      return outcome;
    },
  };
}

export type DeploymentTopic = ReturnType<typeof openDeploymentTopic>;

function deliver(subscriber: Subscriber, batch: ServerBatch): "ok" | "gap" {
  if (subscriber.done) return "ok";
  const above = batch.events.filter((event) => event.seq > subscriber.cursor);
  const { cursor } = subscriber;
  const events = above.filter((event, index) => event.seq === cursor + 1 + index);
  subscriber.cursor = cursor + events.length;
  subscriber.done = batch.done && subscriber.cursor >= batch.lastSeq;
  if (events.length > 0 || subscriber.done) {
    subscriber.listener({ events, lastSeq: subscriber.cursor, done: subscriber.done });
  }
  const missing = events.length < above.length || (batch.done && !subscriber.done);
  return missing ? "gap" : "ok";
}
