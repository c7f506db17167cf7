import type { Forge } from "@windlass/contracts/forge";
import { findForge } from "@windlass/github/open-forge";
import { systemContext } from "@windlass/operations/context";
import { openGithubAppsOf } from "@windlass/operations/github/open-apps-of";
import type { TokenServices } from "../git/installation-token.js";

/** The forge that keeps a registered repository, and what it is called there; null where no connected App is installed on it. Throws the `forge_…` errors. */
export async function openForgeOf({ db, keyring, github, owner }: TokenServices, repositoryId: string): Promise<{ forge: Forge; fullName: string } | null> {
  const row = await db.prisma.repository.findUnique({ where: { id: repositoryId }, select: { url: true } });
  const found = row === null ? null : await openGithubAppsOf(systemContext(db, owner), { url: row.url, keyring });
  for (const credentials of found?.apps ?? []) {
    const forge = await findForge(github.app(credentials), found?.fullName ?? "");
    if (forge !== null) return { forge, fullName: found?.fullName ?? "" };
  }
  return null;
}
