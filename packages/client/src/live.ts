import type { Change, LiveFrame } from "@windlass/contracts/live";
import type { EventListener } from "./live/deployment-topic.js";
import { openFollowedDeployments } from "./live/followed-deployments.js";
import { openLiveSocket, type LiveSocketOptions, type LiveStatus } from "./live/live-socket.js";

export interface LiveOptions extends Pick<LiveSocketOptions, "url" | "WebSocket" | "token" | "silenceLimitMs"> {
  /** The server refused a request, such as the subscription to a deployment that does not exist. */
  onError?: (problem: { code: string; message: string }) => void;
}

export interface ChangeListener {
  onChanges(changes: readonly Change[]): void;
  /** A connection begins to tell of changes, or the server lost its own for a moment: anything may have changed before. */
  onMissed?(): void;
}

export type Live = ReturnType<typeof openLive>;

/**
 * The live socket of the server at `url` (`ws…/api/live`). It is opened by the first subscription, reconnects by
 * itself, and gives every subscriber of a deployment each event exactly once and in order: rows at or below its
 * cursor are dropped, and a gap makes it ask again from its cursor.
 */
export function openLive(options: LiveOptions) {
  const changeListeners = new Set<ChangeListener>();
  const statusListeners = new Set<(status: LiveStatus) => void>();

  const socket = openLiveSocket({
    ...options,
    onOpen() {
      followed.askAll();
      if (changeListeners.size > 0) socket.send({ type: "subscribe", topic: "changes" });
    },
    onFrame: receive,
    onStatus(status) {
      for (const listener of statusListeners) listener(status);
    },
  });
  const followed = openFollowedDeployments((request) => socket.send(request));

  function receive(frame: LiveFrame): void {
    if (frame.type === "events") followed.receive(frame);
    if (frame.type === "changes") for (const listener of changeListeners) listener.onChanges(frame.changes);
    if (frame.type === "missed") missed();
    if (frame.type === "error") options.onError?.({ code: frame.code, message: frame.message });
  }

  function missed(): void {
    for (const listener of changeListeners) listener.onMissed?.();
  }

  return {
    /** Follows a deployment from the row after `after` (0: from the beginning). The result ends the subscription. */
    subscribeDeployment(deploymentId: string, after: number, onEvents: EventListener): () => void {
      socket.open();
      return followed.add(deploymentId, after, onEvents);
    },
    /** Hears which lists are out of date. The result ends the subscription. */
    subscribeChanges(listener: ChangeListener): () => void {
      changeListeners.add(listener);
      socket.open();
      if (changeListeners.size === 1) socket.send({ type: "subscribe", topic: "changes" });
      return () => void changeListeners.delete(listener);
    },
    status: (): LiveStatus => socket.status(),
    /** Hears each change of the connection's status. The result ends the subscription. */
    onStatus(listener: (status: LiveStatus) => void): () => void {
      statusListeners.add(listener);
      return () => void statusListeners.delete(listener);
    },
    /** Connects again after `unauthenticated`, for example after a new sign-in. */
    open: (): void => socket.open(),
    close(): void {
      followed.clear();
      changeListeners.clear();
      socket.close();
    },
  };
}

/** The live address that belongs to a server's address: `https://host` → `wss://host/api/live`. */
export function liveUrl(baseUrl: string): string {
  const url = new URL("/api/live", baseUrl);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  return url.href;
}
