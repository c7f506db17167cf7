import type { OperationContext } from "../context.js";
import { nameOnHosts } from "../repository/normalize-url.js";
import type { Keyring } from "../sealing.js";
import { openGithubApps } from "./open-apps.js";
import type { AppsOfRepository } from "./open-apps-of.js";

/**
 * The Apps that may act for a repository, and what it is called on their GitHub, however its address is spelled: by its address, or by the
 * full name that it was given. Null where there is none. What git reads with is `openGithubAppsOf`, which wants https.
 */
export async function openAppsOfRepository(context: OperationContext, input: { repository: { url: string; fullName: string | null }; keyring: Keyring }): Promise<AppsOfRepository | null> {
  const { url, fullName } = input.repository;
  const apps = await openGithubApps(context, input.keyring);
  const hostOf = ({ baseUrl }: { baseUrl: string }): string => new URL(baseUrl).host;
  const named = apps.filter((app) => nameOnHosts(url, [hostOf(app)]) !== null);
  const name = nameOnHosts(url, named.map(hostOf)) ?? fullName;
  const own = named.length > 0 ? named : apps;
  return name === null || own.length === 0 ? null : { fullName: name, apps: own };
}
