import { WindlassError } from "@windlass/contracts/error";

/** What a token that only reads is answered. */
export function isRefusal(error: unknown): boolean {
  return error instanceof WindlassError && (error.code === "forge_denied" || error.code === "forge_not_found");
}
