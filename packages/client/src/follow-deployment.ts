import type { Deployment } from "@windlass/contracts/deployment";
import { isTerminal } from "@windlass/contracts/deployment-state";
import type { DeploymentEvent } from "@windlass/contracts/event";
import type { DeploymentAddress } from "./address.js";
import { ApiError } from "./api-error.js";
import type { Client } from "./client.js";
import type { Live } from "./live.js";

/** How long the live socket may be away before events are asked for by HTTP, and how often then. */
const socketPatienceMs = 3_000;
/** A server that restarts is back long before this; one that is gone should not hold a script for ever. */
const defaultGiveUpMs = 60_000;
const eventsPerPage = 500;

export interface FollowInput {
  deployment: DeploymentAddress & { id: string };
  /** The last `seq` that the caller has; 0 for everything. */
  after: number;
  /** Called with events in order, each exactly once. */
  onEvents: (events: readonly DeploymentEvent[]) => void;
  signal?: AbortSignal | undefined;
  giveUpMs?: number | undefined;
}

/**
 * Follows a deployment to its end and returns it as it then is. Events come over the live socket; while the socket is
 * away (a server that restarts, a proxy that lets no WebSocket through) they are read by HTTP from the same cursor.
 *
 * @throws ApiError `server_unreachable` when no server has answered for `giveUpMs`, or what the server said; the
 * signal's reason when aborted.
 */
export async function followDeployment(client: Client, live: Live, input: FollowInput): Promise<Deployment> {
  const cursor = openCursor(input);
  const stop = live.subscribeDeployment(input.deployment.id, input.after, ({ events, done }) => cursor.take(events, done));
  try {
    let reachableAt = Date.now();
    while (!cursor.isDone()) {
      await cursor.next(socketPatienceMs, input.signal);
      if (cursor.isDone() || live.status() === "open") {
        reachableAt = Date.now();
        continue;
      }
      const answered = await catchUp(client, cursor, input);
      if (answered) reachableAt = Date.now();
      else if (Date.now() - reachableAt > (input.giveUpMs ?? defaultGiveUpMs)) break;
    }
    return await client.deployments.get(input.deployment, { signal: input.signal });
  } finally {
    stop();
  }
}

type Cursor = ReturnType<typeof openCursor>;

function openCursor({ after, onEvents }: FollowInput) {
  let seq = after;
  let done = false;
  let wake: () => void = () => undefined;
  return {
    seq: () => seq,
    isDone: () => done,
    /** Passes on what is new. Socket and HTTP may bring the same rows; both are dense, so a gap cannot arise. */
    take(events: readonly DeploymentEvent[], isEnd: boolean): void {
      const fresh = events.filter((event) => event.seq > seq);
      seq = fresh.at(-1)?.seq ?? seq;
      done ||= isEnd;
      if (fresh.length > 0) onEvents(fresh);
      wake();
    },
    /** Resolves when something came, or after `timeoutMs`. */
    next: (timeoutMs: number, signal: AbortSignal | undefined) =>
      new Promise<void>((resolve, reject) => {
        if (signal?.aborted === true) return reject(signal.reason);
        const timer = setTimeout(finish, timeoutMs);
        const abort = () => finish(signal?.reason);
        signal?.addEventListener("abort", abort, { once: true });
        wake = finish;
        function finish(reason?: unknown): void {
          clearTimeout(timer);
          signal?.removeEventListener("abort", abort);
          wake = () => undefined;
          if (reason === undefined) resolve();
          else reject(reason);
        }
      }),
  };
}

/** Reads what is missing by HTTP. False when no server answered; other errors are thrown. */
async function catchUp(client: Client, cursor: Cursor, { deployment, signal }: FollowInput): Promise<boolean> {
  try {
    const now = await client.deployments.get(deployment, { signal });
    while (cursor.seq() < now.lastSeq) {
      const { items } = await client.deployments.events(deployment, { after: cursor.seq(), limit: eventsPerPage }, { signal });
      if (items.length === 0) break;
      cursor.take(items, false);
    }
    if (isTerminal(now.state) && cursor.seq() >= now.lastSeq) cursor.take([], true);
    return true;
  } catch (error) {
    if (error instanceof ApiError && (error.code === "server_unreachable" || error.code === "unavailable")) return false;
    throw error;
  }
}
