import { WindlassError } from "@windlass/contracts/error";
import type { Role } from "@windlass/contracts/permission";
import type { OperationContext } from "../context.js";

/** The context of a request, which also knows the person on whose behalf a token acts. */
export type UserContext = OperationContext & { userId: string; role: Role };

/**
 * Tokens are made and revoked by people: a token that could make tokens would outlive its own expiry. Throws `forbidden`.
 */
export function refuseToken(context: UserContext): void {
  if (context.actor.type === "token") {
    throw new WindlassError("forbidden", "An API token cannot manage API tokens.", { hint: "Sign in to make or revoke tokens." });
  }
}
