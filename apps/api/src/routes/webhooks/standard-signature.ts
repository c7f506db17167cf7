import { createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingHttpHeaders } from "node:http";

/** Older ones are somebody's who listened, and sends them again. */
const toleratedSeconds = 5 * 60;

/**
 * The id of a delivery that is signed as Standard Webhooks has it, over id, time and these very bytes, as GitLab does with a signing token;
 * null for any other, and for one that is too old or too new. `token`: `whsec_` and the key in base64.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function signedId(body: Uint8Array, { headers, token, nowMs }: { headers: IncomingHttpHeaders; token: string; nowMs: number }): string | null {
  const [id, timestamp, signatures] = ["webhook-id", "webhook-timestamp", "webhook-signature"].map((name) => headers[name]);
  if (typeof id !== "string" || typeof timestamp !== "string" || typeof signatures !== "string") return null;
  if (!/^\d{1,12}$/.test(timestamp) || Math.abs(nowMs / 1_000 - Number(timestamp)) > toleratedSeconds) return null;
  const key = Buffer.from(token.replace(/^whsec_/, ""), "base64");
  const expected = createHmac("sha256", key).update(`${id}.${timestamp}.`).update(body).digest();
  const isRight = signatures.split(" ").some((one) => {
    const given = Buffer.from(one.startsWith("v1,") ? one.slice(3) : "", "base64");
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
  return isRight ? id : null;
}
