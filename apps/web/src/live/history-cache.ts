import type { Live } from "@windlass/client/live";
import { FollowedHistory } from "./followed-history.js";

/** Histories kept in memory: going back and forth between two deployments reads nothing twice. */
const keptHistories = 3;

/** The histories that this page load has read, the last few of them. */
export class HistoryCache {
  readonly #live: Live;
  readonly #histories = new Map<string, FollowedHistory>();

  constructor(live: Live) {
    this.#live = live;
  }

  of(deploymentId: string): FollowedHistory {
    const history = this.#histories.get(deploymentId) ?? new FollowedHistory(this.#live, deploymentId);
    this.#histories.delete(deploymentId);
    this.#histories.set(deploymentId, history);
    const [oldest] = this.#histories.keys();
    if (this.#histories.size > keptHistories && oldest !== undefined) this.#histories.delete(oldest);
    return history;
  }
}
