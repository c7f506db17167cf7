import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * Whether GitHub's `X-Hub-Signature-256` belongs to these very bytes. Takes as long for a wrong signature as for the
 * right one. https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries
 */
export function isSigned(body: Uint8Array, input: { signature: string | undefined; secret: string }): boolean {
  const hex = /^sha256=([0-9a-f]{64})$/.exec(input.signature ?? "")?.[1];
  const expected = createHmac("sha256", input.secret).update(body).digest();
  return timingSafeEqual(hex === undefined ? Buffer.alloc(expected.length) : Buffer.from(hex, "hex"), expected) && hex !== undefined;
}
