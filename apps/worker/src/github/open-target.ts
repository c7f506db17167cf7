import { forgeLinks } from "@windlass/contracts/forge-links";
import { systemContext } from "@windlass/operations/context";
import { openAppsOfRepository } from "@windlass/operations/github/apps-of-repository";
import { tokenProvider } from "@windlass/operations/repository/forge-place";
import { openForgeToken } from "@windlass/operations/repository/open-forge-token";
import type { ReportRepository } from "@windlass/operations/report/report-repository";
import type { ReportTarget } from "@windlass/operations/report/telling";
import type { TokenServices } from "../git/installation-token.js";
import { openTokenForgeOf } from "./open-token-forge-of.js";

/**
 * The forge of a repository: of GitLab and Bitbucket what its own access token opens; of GitHub the first connected App that is installed on it, else
 * its token. Null where there is neither. Throws the `forge_…` errors.
 */
export async function openTarget(services: TokenServices, repository: ReportRepository): Promise<ReportTarget | null> {
  if (tokenProvider(repository.provider) !== null) return openByToken(services, repository.id);
  const { db, owner, keyring, github } = services;
  const found = await openAppsOfRepository(systemContext(db, owner), { repository, keyring });
  for (const app of found?.apps ?? []) {
    const fullName = found?.fullName ?? "";
    const forge = await github.forge(app, fullName);
    if (forge !== null) return { forge, fullName, links: forgeLinks("github", new URL(`/${fullName}`, app.baseUrl).href), mayBeReadOnly: false };
  }
  const byToken = await openTokenForgeOf(services, repository.id);
  return byToken && { ...byToken, mayBeReadOnly: true };
}

async function openByToken({ db, owner, keyring, forges }: TokenServices, repositoryId: string): Promise<ReportTarget | null> {
  const found = await openForgeToken(systemContext(db, owner), { repositoryId, keyring });
  if (found === null) return null;
  const { provider, baseUrl, fullName } = found;
  return { forge: forges.open(found), fullName, links: forgeLinks(provider, new URL(`/${fullName}`, baseUrl).href), mayBeReadOnly: true };
}
