import { StandardRetryStrategy } from "@smithy/core/retry";
import { nameOf } from "./aws-error.js";

/** Of all APIs it means throttling; of CloudFormation, that a stack has too many change sets, which waiting does not change. */
const quota = "LimitExceededException";

/** Retries as the SDK does, but not what CloudFormation refuses because of a quota. */
export class CloudFormationRetryStrategy extends StandardRetryStrategy {
  override async refreshRetryTokenForRetry(...[token, info]: Parameters<StandardRetryStrategy["refreshRetryTokenForRetry"]>) {
    if (nameOf(info.error) === quota) throw new Error(`${quota} is not retried`);
    return super.refreshRetryTokenForRetry(token, info);
  }
}
