import type { Live } from "@windlass/client/live";
import { DeploymentHistory, type HistoryView } from "./deployment-history.js";

/** Rows may come faster than a page can usefully draw: it is told at most this often. */
const notifyIntervalMs = 50;

/** A history that is read from the live socket while somebody looks at it, and kept between two looks. */
export class FollowedHistory {
  readonly #live: Live;
  readonly #deploymentId: string;
  readonly #history = new DeploymentHistory();
  readonly #listeners = new Set<() => void>();
  #view: HistoryView = this.#history.view();
  #unsubscribe: (() => void) | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(live: Live, deploymentId: string) {
    this.#live = live;
    this.#deploymentId = deploymentId;
  }

  /** For `useSyncExternalStore`: the first listener starts the subscription, the last one to leave ends it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    if (this.#unsubscribe === null) this.#follow();
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.#stop();
    };
  };

  readonly getView = (): HistoryView => this.#view;

  #follow(): void {
    this.#unsubscribe = this.#live.subscribeDeployment(this.#deploymentId, this.#history.lastSeq, ({ events }) => {
      const outcome = this.#history.append(events);
      this.#schedule();
      if (outcome === "gap") {
        this.#unsubscribe?.();
        this.#follow();
      }
    });
  }

  #stop(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  #schedule(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#view = this.#history.view();
      for (const listener of this.#listeners) listener();
    }, notifyIntervalMs);
  }
}
