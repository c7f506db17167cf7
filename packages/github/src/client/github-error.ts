import { RequestError } from "@octokit/request-error";
import { WindlassError } from "@windlass/contracts/error";

/**
 * What GitHub or the network answered, as an error with a code. `doing` says what was tried, as in "read the branches of
 * acme/shop". Carries neither the request nor the answer, which may hold tokens. Other errors pass as they are.
 */
export function toWindlassError(error: unknown, doing: string): unknown {
  if (error instanceof WindlassError) return error;
  if (!(error instanceof RequestError)) return isNetworkError(error) ? unreachable(doing, error) : error;
  if (error.cause instanceof WindlassError) return error.cause;
  const { status, response } = error;
  if (response === undefined) return unreachable(doing, error);
  const said = messageOf(response.data);
  if (isRateLimit(error)) return rateLimited(doing, error);
  if (status === 401) return new WindlassError("forge_credentials_refused", `GitHub refused the credentials to ${doing}: ${said}`);
  if (status === 403) return denied(doing, error);
  if (status === 404 || status === 410) {
    return new WindlassError("forge_not_found", `GitHub could not ${doing}: there is no such thing, or the App is not installed there.`);
  }
  if (status >= 500) return new WindlassError("forge_unreachable", `GitHub could not ${doing}: it answered ${status}.`);
  return new WindlassError("forge_rejected", `GitHub refused to ${doing}: ${said}`);
}

/** Makes a call or several, so that what it throws is a WindlassError. */
export async function callGithub<T>(doing: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    throw toWindlassError(error, doing);
  }
}

/** Whether GitHub answered with this status. */
export function hasStatus(error: unknown, status: number): boolean {
  return error instanceof RequestError && error.status === status;
}

function isNetworkError(error: unknown): error is Error {
  return error instanceof TypeError || (error instanceof Error && error.name === "TimeoutError");
}

function unreachable(doing: string, error: Error): WindlassError {
  const cause = error.cause instanceof Error ? error.cause : error;
  return new WindlassError("forge_unreachable", `GitHub could not be reached to ${doing}: ${cause.message}`);
}

function isRateLimit({ status, response, message }: RequestError): boolean {
  if (status !== 403 && status !== 429) return false;
  const headers = response?.headers;
  return status === 429 || headers?.["x-ratelimit-remaining"] === "0" || headers?.["retry-after"] !== undefined || /secondary rate/i.test(message);
}

function rateLimited(doing: string, { response }: RequestError): WindlassError {
  const headers = response?.headers ?? {};
  const reset = Number(headers["x-ratelimit-reset"]);
  const untilReset = Number.isFinite(reset) ? Math.max(0, Math.ceil(reset - Date.now() / 1000)) : 60;
  const after = Number(headers["retry-after"]);
  const retryAfterSeconds = Number.isFinite(after) ? after : untilReset;
  return new WindlassError("forge_rate_limited", `GitHub's rate limit does not let Windlass ${doing} now.`, {
    hint: `Try again in ${retryAfterSeconds} s.`,
    retryAfterSeconds,
  });
}

function denied(doing: string, { response }: RequestError): WindlassError {
  const wanted = response?.headers["x-accepted-github-permissions"];
  const hint = wanted === undefined ? {} : { hint: `Give the App this permission in GitHub's settings and accept it in the installation: ${wanted}.` };
  return new WindlassError("forge_denied", `GitHub does not let Windlass ${doing}: ${messageOf(response?.data)}`, hint);
}

/** GitHub's sentence, and for a 422 the fields that it complains of. */
function messageOf(data: unknown): string {
  if (typeof data !== "object" || data === null || !("message" in data)) return "it gave no reason";
  const errors = "errors" in data && Array.isArray(data.errors) ? data.errors.map((item: unknown) => (typeof item === "string" ? item : JSON.stringify(item))) : [];
  return [String(data.message), ...errors].join(" ").slice(0, 500);
}
