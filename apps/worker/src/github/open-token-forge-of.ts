import type { Forge } from "@windlass/contracts/forge";
import { forgeLinks, type ForgeLinks } from "@windlass/contracts/forge-links";
import { systemContext } from "@windlass/operations/context";
import { openGithubToken } from "@windlass/operations/github/open-github-token";
import type { TokenServices } from "../git/installation-token.js";

/** The forge that a repository's own access token opens, what the repository is called there, and its page; null where it has none, or is not on a GitHub. */
export async function openTokenForgeOf({ db, keyring, github, owner }: TokenServices, repositoryId: string): Promise<{ forge: Forge; fullName: string; links: ForgeLinks } | null> {
  const found = await openGithubToken(systemContext(db, owner), { repositoryId, keyring });
  if (found === null) return null;
  const { baseUrl, token, fullName } = found;
  return { forge: github.tokenForge({ baseUrl, token }), fullName, links: forgeLinks("github", new URL(`/${fullName}`, baseUrl).href) };
}
