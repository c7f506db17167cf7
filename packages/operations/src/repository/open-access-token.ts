import type { Repository } from "@windlass/database/generated/client";
import { sealedPlace } from "../sealed-place.js";
import type { Keyring } from "../sealing.js";

/** How a repository is reached. */
export type RepositoryAccess = {
  id: string;
  url: string;
  /** Of a private https repository. */
  accessToken: string | null;
  /** The private half of its key pair, for SSH. */
  deployKey: string | null;
  /** The only key that its SSH host may show itself with; null when it was not met yet. */
  sshHostKey: string | null;
};

/** A repository's address with the secrets that open it. */
export function openRepositoryAccess(row: Pick<Repository, "id" | "url" | "sealedAccessToken" | "sealedDeployKey" | "sshHostKey">, keyring: Keyring): RepositoryAccess {
  const { id, url, sealedDeployKey, sshHostKey } = row;
  const deployKey = sealedDeployKey === null ? null : keyring.open(sealedDeployKey, sealedPlace.repositoryDeployKey(id));
  return { id, url, accessToken: openAccessToken(row, keyring), deployKey, sshHostKey };
}

/** The token that reads a private repository; null when there is none. */
export function openAccessToken(row: Pick<Repository, "id" | "sealedAccessToken">, keyring: Keyring): string | null {
  if (row.sealedAccessToken === null) return null;
  return keyring.open(row.sealedAccessToken, sealedPlace.repositoryAccessToken(row.id));
}
