import { WindlassError } from "@windlass/contracts/error";
import { findInstallation } from "@windlass/github/app/find-installation";
import { systemContext } from "@windlass/operations/context";
import { openGithubAppsOf } from "@windlass/operations/github/open-apps-of";
import type { WorkerServices } from "../services.js";

/** What is told of: a token that was made, to be masked, and why GitHub gave none. */
export type TokenListener = { onToken: (token: string) => void; onRefusal: (error: WindlassError) => void };

export type TokenServices = Pick<WorkerServices, "db" | "keyring" | "github" | "forges" | "owner">;

/**
 * A token that reads the repository at this address and nothing else, for an hour at most, where a connected GitHub App is
 * installed on it; null where none is, or where GitHub refuses one: the repository may be public.
 */
export async function findInstallationToken(services: TokenServices, url: string, { onToken, onRefusal }: TokenListener): Promise<string | null> {
  const found = await openGithubAppsOf(systemContext(services.db, services.owner), { url, keyring: services.keyring });
  for (const credentials of found?.apps ?? []) {
    const fullName = found?.fullName ?? "";
    const app = services.github.app(credentials);
    try {
      const installationId = await findInstallation(app, fullName);
      if (installationId === null) continue;
      const repositories = [fullName.split("/")[1] ?? ""];
      const { token } = await app.createToken(installationId, { repositories, permissions: { contents: "read" } });
      onToken(token);
      return token;
    } catch (error) {
      if (!(error instanceof WindlassError)) throw error;
      onRefusal(error);
    }
  }
  return null;
}
