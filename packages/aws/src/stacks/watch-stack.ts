import { abortError } from "../abort-error.js";
import type { AwsSession } from "../session.js";
import { pollerOf } from "./stack-poller.js";
import { openStackWatch } from "./stack-watch.js";
import type { WatchStackInput, WatchStackResult } from "./watch-stack-types.js";

export type { WatchStackInput, WatchStackResult } from "./watch-stack-types.js";

/**
 * Watches the operation that carries `token` until it ends, wherever it was started. Reads are shared and paced per
 * session; a failing read never changes the outcome.
 *
 * @throws WindlassError when AWS refuses to be read for ten minutes, or shows no trace of the operation for two;
 * AbortError when `signal` aborts; whatever `onEvents` throws.
 */
export function watchStack(session: AwsSession, input: WatchStackInput): Promise<WatchStackResult> {
  const { signal } = input;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(abortError(signal));
      return;
    }
    const poller = pollerOf(session);
    const leave = (): void => {
      poller.unfollow(subject);
      signal?.removeEventListener("abort", onAbort);
    };
    const subject = openStackWatch(session, input, {
      resolve: (result) => {
        leave();
        resolve(result);
      },
      reject: (error) => {
        leave();
        reject(error);
      },
    });
    const onAbort = (): void => {
      leave();
      if (signal) reject(abortError(signal));
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    poller.follow(subject);
  });
}
