import type { TokenForgeProvider } from "@windlass/contracts/forge";
import { authorize, type OperationContext } from "../context.js";
import type { Keyring } from "../sealing.js";
import { forgePlace, tokenProvider, type ForgePlace } from "./forge-place.js";
import { openAccessToken } from "./open-access-token.js";

/** A repository's own access token, and the GitLab or Bitbucket that it is for. */
export type ForgeToken = ForgePlace & { provider: TokenForgeProvider; token: string };

/** The token of a repository that is on a GitLab or a Bitbucket, for the host of its own address and no other. Null where there is none. */
export async function openForgeToken(context: OperationContext, { repositoryId, keyring }: { repositoryId: string; keyring: Keyring }): Promise<ForgeToken | null> {
  authorize(context, "repository:manage");
  const row = await context.db.prisma.repository.findUnique({ where: { id: repositoryId } });
  const provider = tokenProvider(row?.provider ?? "");
  const place = row === null || provider === null ? null : forgePlace(row.url);
  const token = row === null || place === null ? null : openAccessToken(row, keyring);
  return provider === null || place === null || token === null ? null : { ...place, provider, token };
}
