import { tailOf, type Child } from "./child.js";
import { ServiceError } from "./service-error.js";

interface Wait {
  name: string;
  child: Child;
  logFile: string;
  timeoutMs: number;
  /** Ends the service and the waiting. */
  signal?: AbortSignal | undefined;
  /** Answers true once the service answers. May throw while it does not. */
  check: () => Promise<boolean>;
}

/**
 * Waits until a service that was just started answers.
 * @throws ServiceError when it ends before, or does not answer in time; the end of its log is in the message. It is ended then.
 */
export async function waitUntilReady({ name, child, logFile, timeoutMs, signal, check }: Wait): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  let end: string | null = null;
  void child.ended.then((why) => (end = why));
  while (Date.now() < deadline && end === null && !signal?.aborted) {
    if (await check().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  await child.end();
  signal?.throwIfAborted();
  const why = end ?? `did not answer within ${timeoutMs / 1000} s`;
  throw new ServiceError(`${name} ${why}:\n${tailOf(logFile)}`, `Its whole log is in ${logFile}.`);
}
