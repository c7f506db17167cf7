import type { GithubConnection } from "../client/connection.js";
import { callGithub } from "../client/github-error.js";
import { openOctokit } from "../client/open-octokit.js";

/** A new App, with everything that GitHub tells once and never again. */
export type NewApp = {
  appId: number;
  slug: string;
  name: string;
  /** The App's page, with `/installations/new` where it is installed. */
  url: string;
  owner: string;
  clientId: string;
  clientSecret: string;
  webhookSecret: string | null;
  privateKey: string;
};

/**
 * Exchanges the code that GitHub gave to the browser, within an hour and once, for the App that was made. Throws
 * `forge_not_found` for a code that was used or is too old.
 */
export function exchangeManifestCode(connection: GithubConnection, code: string): Promise<NewApp> {
  return callGithub("exchange the code for the new App", async () => {
    const octokit = openOctokit(connection, { quota: "manifest" });
    const { data } = await octokit.request("POST /app-manifests/{code}/conversions", { code, request: { retries: 0 } });
    return {
      appId: data.id,
      slug: data.slug ?? String(data.id),
      name: data.name,
      // On the host that was asked, whatever the answer says: people will follow it.
      url: new URL(new URL(data.html_url).pathname, connection.baseUrl).href,
      owner: "login" in data.owner ? data.owner.login : data.owner.slug,
      clientId: data.client_id,
      clientSecret: data.client_secret,
      webhookSecret: data.webhook_secret,
      privateKey: data.pem,
    };
  });
}
