import type { OperationContext } from "../context.js";
import { nameOnHosts } from "../repository/normalize-url.js";
import type { Keyring } from "../sealing.js";
import { openGithubApps, type OpenGithubApp } from "./open-apps.js";

export type AppsOfRepository = { fullName: string; apps: OpenGithubApp[] };

/** The Apps on the GitHub that a repository's https address names, and what the repository is called there; null when there is none. */
export async function openGithubAppsOf(context: OperationContext, input: { url: string; keyring: Keyring }): Promise<AppsOfRepository | null> {
  if (!/^https?:\/\//.test(input.url)) return null;
  const all = await openGithubApps(context, input.keyring);
  const hostOf = ({ baseUrl }: OpenGithubApp): string => new URL(baseUrl).host;
  const apps = all.filter((app) => new URL(app.baseUrl).origin === new URL(input.url).origin);
  const fullName = nameOnHosts(input.url, apps.map(hostOf));
  return fullName === null ? null : { fullName, apps };
}
