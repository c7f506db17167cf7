import type { Token } from "@windlass/contracts/token";
import type { ApiToken } from "@windlass/database/generated/client";

/** A token as it is shown: its beginning, and never its hash. */
export function toToken(row: ApiToken): Token {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
  };
}
