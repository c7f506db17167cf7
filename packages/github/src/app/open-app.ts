import { createAppAuth } from "@octokit/auth-app";
import type { GithubConnection } from "../client/connection.js";
import { callGithub, hasStatus } from "../client/github-error.js";
import { openOctokit, type GithubClient } from "../client/open-octokit.js";

export type AppCredentials = { appId: number; privateKey: string };

/** What a token may do; less than the App may. */
export type TokenScope = {
  /** Names without their owner; all of the installation when left out. */
  repositories?: readonly string[];
  permissions?: { contents?: "read" };
};

/** A GitHub App that acts: by itself, and for each of its installations. */
export type GithubApp = {
  appId: number;
  connection: GithubConnection;
  /** Signs each request with the App's key. */
  client: GithubClient;
  /** A client for the repositories of one installation. Its token is renewed before its hour is over, or when GitHub refuses it. */
  installation(installationId: number): GithubClient;
  /** A token of at most one hour, kept until shortly before its end. Throws `forge_not_found` when the installation is gone. */
  createToken(installationId: number, scope: TokenScope): Promise<InstallationToken>;
};

export type InstallationToken = { token: string; expiresAt: Date };

/** Opens an App; keep what it returns, since it keeps the tokens. */
export function openApp(connection: GithubConnection, { appId, privateKey }: AppCredentials): GithubApp {
  const client = openOctokit(connection, { quota: `app ${appId}` });
  const auth = createAppAuth({ appId, privateKey, request: client.request, log: { warn: () => {} } });
  client.hook.before("request", async (options) => {
    options.headers.authorization = `bearer ${(await auth({ type: "app" })).token}`;
  });
  const installations = new Map<number, GithubClient>();

  const tokenOf = async (installationId: number, options: TokenScope & { refresh?: boolean }): Promise<InstallationToken> => {
    const { repositories, permissions, refresh = false } = options;
    const { token, expiresAt } = await auth({
      type: "installation",
      installationId,
      refresh,
      ...(repositories === undefined ? {} : { repositoryNames: [...repositories] }),
      ...(permissions === undefined ? {} : { permissions }),
    });
    return { token, expiresAt: new Date(expiresAt) };
  };

  return {
    appId,
    connection,
    client,
    createToken: (installationId, scope) => callGithub(`make a token of installation ${installationId}`, () => tokenOf(installationId, scope)),
    installation(installationId) {
      const known = installations.get(installationId);
      if (known) return known;
      const octokit = openOctokit(connection, { quota: `installation ${installationId}` });
      authenticate(octokit, (refresh) => tokenOf(installationId, { refresh }));
      installations.set(installationId, octokit);
      return octokit;
    },
  };
}

/** A token that GitHub refuses was revoked before its time: a new one is made, once. */
function authenticate(octokit: GithubClient, tokenOf: (refresh: boolean) => Promise<InstallationToken>): void {
  octokit.hook.wrap("request", async (request, options) => {
    // Hooks further in are given these options, and no copy of them.
    const withToken = async (refresh: boolean) => {
      options.headers.authorization = `token ${(await tokenOf(refresh)).token}`;
      return request(options);
    };
    try {
      return await withToken(false);
    } catch (error) {
      if (!hasStatus(error, 401)) throw error;
      return withToken(true);
    }
  });
}
