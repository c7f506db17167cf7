import { isExpiredCredentials, toWindlassError } from "./aws-error.js";
import type { AwsSession } from "./session.js";

/**
 * Makes one AWS call. Temporary credentials that expired under way are renewed and the call is made once more.
 * `doing` says what was tried, as in "create a change set for orders-dev".
 *
 * @throws WindlassError for whatever AWS or the network answers; an AbortError passes as it is.
 */
export async function callAws<T>(session: AwsSession, doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await withFreshCredentials(session, call);
  } catch (error) {
    throw toWindlassError(error, doing);
  }
}

/** As `callAws`, but lets AWS's own error through, for callers that decide by it. */
export async function withFreshCredentials<T>(session: AwsSession, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!isExpiredCredentials(error) || !session.renewCredentials()) throw error;
    return call();
  }
}
