import type { IncomingHttpHeaders } from "node:http";

const longestValue = 500;

/** The headers of a delivery that are kept to be shown: what the sender says of it, and nothing that signs or signs in. */
export function shownHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    const isTold = /^(content-(type|length)|user-agent|x-git(hub|lab)-|x-hook-|x-event-|x-request-uuid|x-attempt-number|idempotency-key)/.test(name) && !/signature|token|secret/.test(name);
    if (isTold && typeof value === "string") shown[name] = value.slice(0, longestValue);
  }
  return shown;
}
