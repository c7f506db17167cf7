import { systemContext } from "@windlass/operations/context";
import { openAppsOfRepository } from "@windlass/operations/github/apps-of-repository";
import type { ReportRepository, ReportTarget } from "@windlass/operations/report/telling";
import type { TokenServices } from "../git/installation-token.js";

/** The forge of a repository: the first connected App that is installed on it. Null where there is none. Throws the `forge_…` errors. */
export async function openTarget({ db, owner, keyring, github }: TokenServices, repository: ReportRepository): Promise<ReportTarget | null> {
  const found = await openAppsOfRepository(systemContext(db, owner), { repository, keyring });
  for (const app of found?.apps ?? []) {
    const fullName = found?.fullName ?? "";
    const forge = await github.forge(app, fullName);
    if (forge !== null) return { forge, fullName, webUrl: new URL(`/${fullName}`, app.baseUrl).href };
  }
  return null;
}
