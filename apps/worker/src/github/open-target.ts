import { systemContext } from "@windlass/operations/context";
import { openAppsOfRepository } from "@windlass/operations/github/apps-of-repository";
import type { ReportRepository, ReportTarget } from "@windlass/operations/report/telling";
import type { TokenServices } from "../git/installation-token.js";
import { openTokenForgeOf } from "./open-token-forge-of.js";

/** The forge of a repository: the first connected App that is installed on it, else what its own access token opens. Null where there is neither. Throws the `forge_…` errors. */
export async function openTarget(services: TokenServices, repository: ReportRepository): Promise<ReportTarget | null> {
  const { db, owner, keyring, github } = services;
  const found = await openAppsOfRepository(systemContext(db, owner), { repository, keyring });
  for (const app of found?.apps ?? []) {
    const fullName = found?.fullName ?? "";
    const forge = await github.forge(app, fullName);
    if (forge !== null) return { forge, fullName, webUrl: new URL(`/${fullName}`, app.baseUrl).href, mayBeReadOnly: false };
  }
  const byToken = await openTokenForgeOf(services, repository.id);
  return byToken && { ...byToken, mayBeReadOnly: true };
}
