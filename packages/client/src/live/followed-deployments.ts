import type { LiveFrame, LiveRequest } from "@windlass/contracts/live";
import { openDeploymentTopic, type DeploymentTopic, type EventListener } from "./deployment-topic.js";

/** After asking again for missing rows, how long frames that were already under way may still show the same gap. */
const resyncPatienceMs = 1_000;

interface Followed {
  topic: DeploymentTopic;
  /** Set while frames that were under way before the last request may still arrive; `gap` if one showed a gap. */
  settling: { gap: boolean; timer: ReturnType<typeof setTimeout> } | undefined;
}

/** The deployments that are followed over one socket, each with its cursors. */
export function openFollowedDeployments(send: (request: LiveRequest) => void) {
  const followed = new Map<string, Followed>();

  function ask(deploymentId: string): void {
    const entry = followed.get(deploymentId);
    if (entry === undefined || entry.topic.isDone()) return;
    send({ type: "subscribe", topic: "deployment", deploymentId, after: entry.topic.cursor() });
  }

  /** Asks again from the cursor: at once, and once more each time the patience ends with a gap still there. */
  function resync(deploymentId: string, entry: Followed): void {
    if (entry.settling !== undefined) {
      entry.settling.gap = true;
      return;
    }
    ask(deploymentId);
    const timer = setTimeout(() => {
      const still = entry.settling?.gap === true && followed.get(deploymentId) === entry;
      entry.settling = undefined;
      if (still) resync(deploymentId, entry);
    }, resyncPatienceMs);
    entry.settling = { gap: false, timer };
  }

  return {
    /** Adds a follower that has all rows up to `after`; the result removes it again. */
    add(deploymentId: string, after: number, listener: EventListener): () => void {
      const entry = followed.get(deploymentId) ?? { topic: openDeploymentTopic(), settling: undefined };
      followed.set(deploymentId, entry);
      const remove = entry.topic.add(after, listener);
      ask(deploymentId);
      return () => {
        remove();
        if (!entry.topic.isEmpty() || followed.get(deploymentId) !== entry) return;
        followed.delete(deploymentId);
        send({ type: "unsubscribe", topic: "deployment", deploymentId });
      };
    },
    /** Asks for everything that is still missing: after a reconnect. */
    askAll(): void {
      for (const deploymentId of followed.keys()) ask(deploymentId);
    },
    receive(frame: Extract<LiveFrame, { type: "events" }>): void {
      const entry = followed.get(frame.deploymentId);
      if (entry?.topic.receive(frame) === "gap") resync(frame.deploymentId, entry);
    },
    clear(): void {
      for (const { settling } of followed.values()) clearTimeout(settling?.timer);
      followed.clear();
    },
  };
}
