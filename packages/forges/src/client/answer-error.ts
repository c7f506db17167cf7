import { WindlassError } from "@windlass/contracts/error";

/** What the network did instead of answering, as an error with a code; one that has a code already as it is. */
export function unreachable(name: string, { doing, error }: { doing: string; error: unknown }): Error {
  if (error instanceof WindlassError) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return new WindlassError("forge_unreachable", `${name} could not be reached to ${doing}: ${cause instanceof Error ? cause.message : String(cause)}`);
}

/** An answer that is none of success, as an error with a code. */
export function answerError(name: string, answer: { doing: string; said: string; status: number; headers: Headers }): WindlassError {
  const { doing, said, status, headers } = answer;
  switch (true) {
    case status === 401:
      return new WindlassError("forge_credentials_refused", `${name} refused the token to ${doing}: ${said}`, { hint: "Give the repository a token that has not expired." });
    case status === 403:
      return new WindlassError("forge_denied", `${name} does not let Windlass ${doing}: ${said}`, { hint: "The repository's token needs more rights; the guide to its host, in docs/guides, says which." });
    case status === 404 || status === 410:
      return new WindlassError("forge_not_found", `${name} could not ${doing}: there is no such thing, or the repository's token does not see it.`);
    case status === 429:
      return rateLimited(name, { doing, headers });
    case status >= 500:
      return new WindlassError("forge_unreachable", `${name} could not ${doing}: it answered ${status}.`);
    default:
      return new WindlassError("forge_rejected", `${name} refused to ${doing}: ${said}`);
  }
}

function rateLimited(name: string, { doing, headers }: { doing: string; headers: Headers }): WindlassError {
  const after = Number(headers.get("retry-after") ?? Number.NaN);
  const reset = Number(headers.get("ratelimit-reset") ?? Number.NaN);
  const untilReset = Number.isFinite(reset) ? Math.max(0, Math.ceil(reset - Date.now() / 1000)) : 60;
  const retryAfterSeconds = Number.isFinite(after) ? after : untilReset;
  return new WindlassError("forge_rate_limited", `${name}'s rate limit does not let Windlass ${doing} now.`, { hint: `Try again in ${retryAfterSeconds} s.`, retryAfterSeconds });
}

const longest = 500;

/** The sentence in an answer: `message` or `error` of GitLab, `error.message` of Bitbucket. */
export function saidBy(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    const said = isObject(body) ? (isObject(body["error"]) ? body["error"]["message"] : (body["message"] ?? body["error"])) : undefined;
    if (said !== undefined) return (typeof said === "string" ? said : JSON.stringify(said)).slice(0, longest);
  } catch {
    // No JSON, as a proxy's page.
  }
  return "it gave no reason";
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
