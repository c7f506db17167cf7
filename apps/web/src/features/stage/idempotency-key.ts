/**
 * A new key for one request. `crypto.randomUUID` exists only on https and localhost; a self-hosted Windlass may be
 * reached by plain http in a private network.
 */
export function newIdempotencyKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
