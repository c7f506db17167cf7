import type { Change, LiveFrame } from "@windlass/contracts/live";
import { openDeploymentTopic, type DeploymentTopic, type EventListener } from "./live/deployment-topic.js";
import { openLiveSocket, type LiveSocketOptions, type LiveStatus } from "./live/live-socket.js";

/** After asking again for missing rows, how long frames that were already under way may still show the same gap. */
const resyncPatienceMs = 1_000;

export interface LiveOptions extends Pick<LiveSocketOptions, "url" | "WebSocket" | "token" | "silenceLimitMs"> {
  /** The server refused a request, such as the subscription to a deployment that does not exist. */
  onError?: (problem: { code: string; message: string }) => void;
}

export interface ChangeListener {
  onChanges(changes: readonly Change[]): void;
  /** The connection was lost and is back, or the server lost its own: anything may have changed meanwhile. */
  onMissed?(): void;
}

interface Followed {
  topic: DeploymentTopic;
  /** Set while frames that were under way before the last subscription may still arrive; `gap` if one showed a gap. */
  settling: { gap: boolean; timer: ReturnType<typeof setTimeout> } | undefined;
}

export type Live = ReturnType<typeof openLive>;

/**
 * The live socket of the server at `url` (`ws…/api/live`). It is opened by the first subscription, reconnects by
 * itself, and gives every subscriber of a deployment each event exactly once and in order: rows at or below its
 * cursor are dropped, and a gap makes it ask again from its cursor.
 */
export function openLive(options: LiveOptions) {
  const topics = new Map<string, Followed>();
  const changeListeners = new Set<ChangeListener>();
  const statusListeners = new Set<(status: LiveStatus) => void>();
  let opens = 0;

  const socket = openLiveSocket({
    ...options,
    onOpen() {
      opens += 1;
      for (const deploymentId of topics.keys()) follow(deploymentId);
      if (changeListeners.size > 0) socket.send({ type: "subscribe", topic: "changes" });
      if (opens > 1) for (const listener of changeListeners) listener.onMissed?.();
    },
    onFrame: receive,
    onStatus(status) {
      for (const listener of statusListeners) listener(status);
    },
  });

  function follow(deploymentId: string): void {
    const entry = topics.get(deploymentId);
    if (entry === undefined || entry.topic.isDone()) return;
    socket.send({ type: "subscribe", topic: "deployment", deploymentId, after: entry.topic.cursor() });
  }

  /** Asks again from the cursor: at once, and once more each time the patience ends with a gap still there. */
  function resync(deploymentId: string, entry: Followed): void {
    if (entry.settling !== undefined) {
      entry.settling.gap = true;
      return;
    }
    follow(deploymentId);
    const timer = setTimeout(() => {
      const still = entry.settling?.gap === true && topics.get(deploymentId) === entry;
      entry.settling = undefined;
      if (still) resync(deploymentId, entry);
    }, resyncPatienceMs);
    entry.settling = { gap: false, timer };
  }

  function receive(frame: LiveFrame): void {
    if (frame.type === "events") {
      const entry = topics.get(frame.deploymentId);
      if (entry?.topic.receive(frame) === "gap") resync(frame.deploymentId, entry);
    } else if (frame.type === "changes") {
      for (const listener of changeListeners) listener.onChanges(frame.changes);
    } else if (frame.type === "missed") {
      for (const listener of changeListeners) listener.onMissed?.();
    } else if (frame.type === "error") {
      options.onError?.({ code: frame.code, message: frame.message });
    }
  }

  return {
    /** Follows a deployment from the row after `after` (0: from the beginning). The result ends the subscription. */
    subscribeDeployment(deploymentId: string, after: number, onEvents: EventListener): () => void {
      const entry = topics.get(deploymentId) ?? { topic: openDeploymentTopic(), settling: undefined };
      topics.set(deploymentId, entry);
      const remove = entry.topic.add(after, onEvents);
      socket.open();
      follow(deploymentId);
      return () => {
        remove();
        if (!entry.topic.isEmpty() || topics.get(deploymentId) !== entry) return;
        topics.delete(deploymentId);
        socket.send({ type: "unsubscribe", topic: "deployment", deploymentId });
      };
    },
    /** Hears which lists are out of date. The result ends the subscription. */
    subscribeChanges(listener: ChangeListener): () => void {
      changeListeners.add(listener);
      socket.open();
      if (changeListeners.size === 1) socket.send({ type: "subscribe", topic: "changes" });
      return () => void changeListeners.delete(listener);
    },
    status: socket.status,
    /** Hears each change of the connection's status. The result ends the subscription. */
    onStatus(listener: (status: LiveStatus) => void): () => void {
      statusListeners.add(listener);
      return () => void statusListeners.delete(listener);
    },
    /** Connects again after `unauthenticated`, for example after a new sign-in. */
    open: socket.open,
    close(): void {
      for (const { settling } of topics.values()) clearTimeout(settling?.timer);
      topics.clear();
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
