import { WindlassError, type ErrorCode } from "@windlass/contracts/error";

/** Names by which AWS services say that the caller's credentials are no (longer) good. */
const refusedNames = new Set([
  "InvalidClientTokenId",
  "UnrecognizedClientException",
  "InvalidAccessKeyId",
  "SignatureDoesNotMatch",
  "InvalidSignatureException",
  "AuthFailure",
  "MissingAuthenticationToken",
  "MissingAuthenticationTokenException",
  "IncompleteSignature",
  "OptInRequired",
  "CredentialsProviderError",
]);
const expiredNames = new Set(["ExpiredToken", "ExpiredTokenException", "RequestExpired", "TokenRefreshRequired"]);
const deniedNames = new Set(["AccessDenied", "AccessDeniedException", "UnauthorizedOperation", "AuthorizationError", "Forbidden"]);
const throttledNames = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "TooManyRequestsException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "RequestThrottledException",
  "SlowDown",
  "BandwidthLimitExceeded",
  "ProvisionedThroughputExceededException",
  "EC2ThrottledException",
]);
const networkCodes = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "ETIMEDOUT",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EPIPE",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

/**
 * Turns what an AWS call threw into an error with a code of the catalog. `doing` completes "Could not …".
 * A WindlassError and an AbortError come back as they are.
 */
export function toWindlassError(error: unknown, doing: string): Error {
  if (error instanceof WindlassError) return error;
  if (isAbort(error)) return error;
  const code = codeOf(error);
  const said = messageOf(error);
  if (code === "aws_denied") {
    const action = deniedAction(said);
    return new WindlassError(code, `Could not ${doing}: ${said}`, {
      cause: error,
      ...(action === null ? {} : { hint: `Grant ${action} to the role or user that Windlass uses.` }),
    });
  }
  return new WindlassError(code, `Could not ${doing}: ${said}`, { cause: error });
}

/** Whether reading again later may help: throttling, a fault on AWS's side, the network, expired credentials. */
export function isTransient(error: unknown): boolean {
  if (isExpiredCredentials(error)) return true;
  const code = codeOf(error);
  return code === "aws_throttled" || code === "account_unreachable" || statusOf(error) >= 500;
}

export function isThrottling(error: unknown): boolean {
  return throttledNames.has(nameOf(error)) || statusOf(error) === 429;
}

/** Whether temporary credentials ran out while they were used. */
export function isExpiredCredentials(error: unknown): boolean {
  return expiredNames.has(nameOf(error));
}

export function isAbort(error: unknown): error is Error {
  return error instanceof Error && error.name === "AbortError";
}

/** The name of an AWS error (`ValidationError`, `NoSuchBucket`), empty for anything else. */
export function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

/** What AWS said, in its words. */
export function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof AggregateError && error.message === "") return error.errors.map(messageOf).join("; ");
  return error.message === "" || error.message === "UnknownError" ? describeUnknown(error) : error.message;
}

function describeUnknown(error: Error): string {
  const status = statusOf(error);
  return status === 0 ? error.name : `${error.name} (HTTP ${status})`;
}

function codeOf(error: unknown): ErrorCode {
  const name = nameOf(error);
  if (isThrottling(error)) return "aws_throttled";
  if (refusedNames.has(name) || expiredNames.has(name)) return isNetwork(error) ? "account_unreachable" : "credentials_refused";
  if (deniedNames.has(name)) return /sts:AssumeRole\b/.test(messageOf(error)) ? "credentials_refused" : "aws_denied";
  if (isNetwork(error)) return "account_unreachable";
  if (statusOf(error) === 403) return "aws_denied";
  return "aws_error";
}

function isNetwork(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.name === "TimeoutError" || networkCodes.has(systemCodeOf(error))) return true;
  if (error instanceof AggregateError) return error.errors.some(isNetwork);
  return isNetwork(error.cause);
}

function systemCodeOf(error: Error): string {
  return "code" in error && typeof error.code === "string" ? error.code : "";
}

/** The HTTP status of an AWS error, 0 where there was no answer. */
export function statusOf(error: unknown): number {
  if (typeof error !== "object" || error === null || !("$metadata" in error)) return 0;
  const metadata = error.$metadata;
  if (typeof metadata !== "object" || metadata === null || !("httpStatusCode" in metadata)) return 0;
  return typeof metadata.httpStatusCode === "number" ? metadata.httpStatusCode : 0;
}

/** The action that an IAM denial names: "… is not authorized to perform: s3:PutObject on resource: …". */
function deniedAction(message: string): string | null {
  return /not authorized to perform:?\s+([a-z0-9-]+:[A-Za-z0-9]+)/.exec(message)?.[1] ?? null;
}
