import { WindlassError } from "@windlass/contracts/error";
import { liveCloseCodes, liveRequestSchema, type LiveFrame, type LiveRequest } from "@windlass/contracts/live";
import type { WebSocket } from "ws";
import type { ChangeFeed } from "./change-feed.js";
import type { EventFeed, Sink } from "./event-feed.js";

/** A socket is given nothing more while this much waits to be sent: its rows stay in Postgres until it has caught up. */
const backlogBytes = 256 * 1024;
/** A socket that takes nothing for this long is closed; its client resumes from its cursor. */
const stalledMs = 30_000;
const mostDeployments = 50;
const housekeepingMs = 5_000;
/** A sign-out is told at once; this is for sessions that expire, and for a word that was lost. */
const recheckMs = 60_000;

export type LiveConnectionOptions = {
  socket: WebSocket;
  events: EventFeed;
  changes: ChangeFeed;
  /** Whether the deployment exists and may be read. Throws `forbidden`. */
  mayFollow: (deploymentId: string) => Promise<boolean>;
  /** Whether who opened the socket is still signed in. */
  stillAuthenticated: () => Promise<boolean>;
  onError: (error: unknown) => void;
};

export type LiveConnection = {
  /** Closes the socket if who opened it is no longer signed in. */
  recheck: () => void;
};

/** Serves one socket until it closes. */
export function serveLiveConnection(options: LiveConnectionOptions): LiveConnection {
  const { socket } = options;
  const followed = new Map<string, () => void>();
  let unfollowChanges: (() => void) | undefined;
  let stalledSince: number | undefined;
  let checkedAt = Date.now();

  const sink = openSink(socket);
  const send = (frame: LiveFrame) => sink.send(JSON.stringify(frame));

  async function subscribe(request: Extract<LiveRequest, { type: "subscribe" }>): Promise<void> {
    if (request.topic === "changes") {
      unfollowChanges ??= options.changes.follow(sink);
      // From here on every change is told. Whatever was read before may be older than one that was not.
      return send({ type: "missed" });
    }
    const { deploymentId, after } = request;
    if (!followed.has(deploymentId) && followed.size >= mostDeployments) {
      return send({ type: "error", code: "invalid_request", message: `A connection follows at most ${mostDeployments} deployments.` });
    }
    if (!(await options.mayFollow(deploymentId))) {
      return send({ type: "error", code: "not_found", message: `There is no deployment ${deploymentId}.` });
    }
    if (socket.readyState !== socket.OPEN) return;
    followed.get(deploymentId)?.();
    followed.set(deploymentId, options.events.follow(deploymentId, after, sink));
  }

  function unsubscribe(deploymentId: string): void {
    followed.get(deploymentId)?.();
    followed.delete(deploymentId);
  }

  async function answer(text: string): Promise<void> {
    const request = parseRequest(text);
    if (request === undefined) return socket.close(liveCloseCodes.badRequest, "Not a request of the live protocol.");
    if (request.type === "ping") send({ type: "pong" });
    else if (request.type === "subscribe") await subscribe(request);
    else unsubscribe(request.deploymentId);
  }

  function fail(error: unknown): void {
    if (error instanceof WindlassError) return send({ type: "error", code: error.code, message: error.message });
    options.onError(error);
    send({ type: "error", code: "internal", message: "The request failed; the server's log has the cause." });
  }

  async function keepHouse(): Promise<void> {
    stalledSince = sink.ready() ? undefined : (stalledSince ?? Date.now());
    if (stalledSince !== undefined && Date.now() - stalledSince > stalledMs) {
      socket.close(liveCloseCodes.tooSlow, "Too slow: connect again to go on.");
    } else if (Date.now() - checkedAt > recheckMs) {
      await checkStillAuthenticated();
    }
  }

  async function checkStillAuthenticated(): Promise<void> {
    checkedAt = Date.now();
    if (!(await options.stillAuthenticated())) socket.close(liveCloseCodes.unauthenticated, "Signed out.");
  }

  // One after the other, so that an unsubscription cannot overtake its subscription.
  let turn = Promise.resolve();
  socket.on("message", (data: Buffer) => {
    turn = turn.then(() => answer(data.toString("utf8"))).catch(fail);
  });
  const housekeeping = setInterval(() => void keepHouse().catch(options.onError), housekeepingMs);
  socket.on("error", options.onError);
  socket.on("close", () => {
    clearInterval(housekeeping);
    unfollowChanges?.();
    for (const unfollow of followed.values()) unfollow();
  });
  return { recheck: () => void checkStillAuthenticated().catch(options.onError) };
}

/** Knows from each frame that has left whether the socket can take more again. */
function openSink(socket: WebSocket): Sink {
  let waiting = new Set<() => void>();
  const ready = (): boolean => socket.readyState === socket.OPEN && socket.bufferedAmount < backlogBytes;
  const onSent = (): void => {
    if (waiting.size === 0 || !ready()) return;
    const callbacks = waiting;
    waiting = new Set();
    for (const callback of callbacks) callback();
  };
  return {
    ready,
    whenReady: (callback) => void waiting.add(callback),
    send: (frame) => {
      if (socket.readyState === socket.OPEN) socket.send(frame, { binary: false }, onSent);
    },
  };
}

function parseRequest(text: string): LiveRequest | undefined {
  try {
    return liveRequestSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
