import { authorize, type OperationContext } from "../context.js";
import { openRepositoryAccess } from "../repository/open-access-token.js";
import { gitHubName, nameOnHosts } from "../repository/normalize-url.js";
import type { Keyring } from "../sealing.js";
import { openGithubApps } from "./open-apps.js";

/** A repository's own access token, the GitHub that it is for, and the repository's name there. */
export type GithubToken = { baseUrl: string; token: string; fullName: string };

/**
 * The token of a repository at github.com, or on a GitHub Enterprise Server that an App connects, by its own address: a token goes to no
 * other host than the one that it was given for. Null where there is none.
 */
export async function openGithubToken(context: OperationContext, { repositoryId, keyring }: { repositoryId: string; keyring: Keyring }): Promise<GithubToken | null> {
  authorize(context, "repository:manage");
  const row = await context.db.prisma.repository.findUnique({ where: { id: repositoryId } });
  if (!row || row.sealedAccessToken === null) return null;
  const { accessToken: token, url } = openRepositoryAccess(row, keyring);
  if (token === null) return null;
  const onGithub = gitHubName(url);
  if (onGithub !== null) return { baseUrl: "https://github.com", token, fullName: onGithub };
  for (const { baseUrl } of await openGithubApps(context, keyring)) {
    const fullName = nameOnHosts(url, [new URL(baseUrl).host]);
    if (fullName !== null) return { baseUrl, token, fullName };
  }
  return null;
}
