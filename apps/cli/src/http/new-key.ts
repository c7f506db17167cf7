/**
 * An idempotency key: no other request of the same person has it. It is no secret, and `node:crypto` would take as long
 * to load as the request takes to be answered.
 */
export function newKey(): string {
  const random = () => Math.random().toString(36).slice(2).padEnd(11, "0");
  return `${Date.now().toString(36)}-${random()}${random()}`;
}
