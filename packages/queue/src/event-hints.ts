import { channels } from "@windlass/contracts/job";
import { openConnection } from "./connection.js";

/** Tells that a deployment has events up to a `seq`. Carries no data: whoever hears it reads Postgres. */
export type EventHint = { deploymentId: string; lastSeq: number };

export type HintPublisher = {
  /** Publishes a hint, or loses it silently when Redis is away: the next one, or a reader's own look, makes up for it. */
  publishHint(deploymentId: string, lastSeq: number): void;
  close(): Promise<void>;
};

export type HintSubscription = { close(): Promise<void> };

/** How often a subscription, which says nothing by itself, is asked whether it still lives. */
const heartbeatMs = 5_000;

type HintsInput = { redisUrl: string; onError?: (error: Error) => void };

/** Opens the sending side of event hints. */
export function openHintPublisher(input: HintsInput): HintPublisher {
  const connection = openConnection({ ...input, role: "producer" });
  return {
    publishHint(deploymentId, lastSeq) {
      if (connection.status !== "ready") return;
      connection.publish(channels.events, `${deploymentId} ${lastSeq}`).catch((error: unknown) => {
        input.onError?.(error instanceof Error ? error : new Error(String(error)));
      });
    },
    close: async () => connection.disconnect(),
  };
}

/**
 * Hears every hint of all workers. `onReconnect` is called after each connection but the first, because hints sent
 * meanwhile are lost: readers look for themselves then.
 */
export function subscribeHints(
  input: HintsInput & { onHint: (hint: EventHint) => void; onReconnect?: () => void },
): HintSubscription {
  const connection = openConnection({ ...input, role: "subscriber" });
  let connectedBefore = false;
  connection.on("ready", () => {
    if (connectedBefore) input.onReconnect?.();
    connectedBefore = true;
  });
  connection.on("message", (_channel, text) => {
    const hint = parseHint(text);
    if (hint) input.onHint(hint);
  });
  connection.subscribe(channels.events).catch((error: unknown) => {
    input.onError?.(error instanceof Error ? error : new Error(String(error)));
  });
  const heartbeat = setInterval(() => void connection.ping().catch(() => undefined), heartbeatMs);
  return {
    close: async () => {
      clearInterval(heartbeat);
      connection.disconnect();
    },
  };
}

/** Reads `<deployment id> <last seq>`; null for anything else. */
export function parseHint(text: string): EventHint | null {
  const match = /^([0-9a-f-]{36}) (\d{1,10})$/.exec(text);
  return match?.[1] && match[2] ? { deploymentId: match[1], lastSeq: Number(match[2]) } : null;
}
