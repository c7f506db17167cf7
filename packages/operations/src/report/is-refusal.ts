import { WindlassError } from "@windlass/contracts/error";

const refusals: readonly string[] = ["forge_denied", "forge_not_found", "forge_unsupported"];

/** What a token that only reads is answered, and what is asked of a forge that has no such thing. */
export function isRefusal(error: unknown): boolean {
  return error instanceof WindlassError && refusals.includes(error.code);
}
