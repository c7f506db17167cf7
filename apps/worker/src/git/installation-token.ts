import { WindlassError } from "@windlass/contracts/error";
import { findInstallation } from "@windlass/github/app/find-installation";
import { systemContext } from "@windlass/operations/context";
import { openGithubAppsOf } from "@windlass/operations/github/open-apps-of";
import type { StepContext } from "../deployment/run-step.js";

/**
 * A token that reads this one repository and nothing else, for an hour at most, where a connected GitHub App is installed on
 * it; null where none is. It is masked from then on. What GitHub refuses is told in the log: the repository may be public.
 */
export async function findInstallationToken({ run, services, masker, reporter }: StepContext): Promise<string | null> {
  const { url } = run.repository;
  const found = await openGithubAppsOf(systemContext(services.db, services.owner), { url, keyring: services.keyring });
  for (const credentials of found?.apps ?? []) {
    const fullName = found?.fullName ?? "";
    const app = services.github.app(credentials);
    try {
      const installationId = await findInstallation(app, fullName);
      if (installationId === null) continue;
      const repositories = [fullName.split("/")[1] ?? ""];
      const { token } = await app.createToken(installationId, { repositories, permissions: { contents: "read" } });
      masker.add([token]);
      return token;
    } catch (error) {
      if (!(error instanceof WindlassError)) throw error;
      reporter.log(`${error.message} ${error.hint}`, "warn");
    }
  }
  return null;
}
