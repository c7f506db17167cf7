import { StandardRetryStrategy } from "@smithy/core/retry";
import { nameOf } from "./aws-error.js";

/**
 * Retries as the SDK does, with growing random pauses, but never gives up a call for what other calls had to suffer: the SDK takes each retry
 * from a quota of the whole client, which comes back with successes, and an account that is throttled for minutes uses it up, so that
 * every call fails at its first refusal. At most some hundred calls wait at once.
 */
export class PatientRetryStrategy extends StandardRetryStrategy {
  override async refreshRetryTokenForRetry(...[token, info]: Parameters<StandardRetryStrategy["refreshRetryTokenForRetry"]>) {
    const next = await super.refreshRetryTokenForRetry(token, info);
    this.recordSuccess(next);
    return next;
  }
}

/** Of all APIs it means throttling; of CloudFormation, that a stack has too many change sets, which waiting does not change. */
const quota = "LimitExceededException";

/** The same, but not for what CloudFormation refuses because of a quota. */
export class CloudFormationRetryStrategy extends PatientRetryStrategy {
  override async refreshRetryTokenForRetry(...[token, info]: Parameters<StandardRetryStrategy["refreshRetryTokenForRetry"]>) {
    if (nameOf(info.error) === quota) throw new Error(`${quota} is not retried`);
    return super.refreshRetryTokenForRetry(token, info);
  }
}
