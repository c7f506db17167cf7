import type { Repository } from "@windlass/database/generated/client";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";

/** The token that reads a private repository; null when there is none. */
export function openAccessToken(row: Pick<Repository, "id" | "sealedAccessToken">, keyring: Keyring): string | null {
  if (row.sealedAccessToken === null) return null;
  return keyring.open(row.sealedAccessToken, sealedPlace.repositoryAccessToken(row.id));
}
