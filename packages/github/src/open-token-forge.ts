import { WindlassError } from "@windlass/contracts/error";
import type { Forge } from "@windlass/contracts/forge";
import { createHash } from "node:crypto";
import type { GithubConnection } from "./client/connection.js";
import { callGithub } from "./client/github-error.js";
import { openOctokit, type GithubClient } from "./client/open-octokit.js";
import { forgeOf } from "./open-forge.js";

/**
 * A repository's own access token as a forge: with a fine-grained token that may write commit statuses, deployments and pull requests,
 * all but check runs, which are for Apps. Keep what it returns, since it remembers whose token it is.
 */
export function openTokenForge(connection: GithubConnection, token: string): Forge {
  const client = openOctokit(connection, { quota: `token ${createHash("sha256").update(token).digest("hex").slice(0, 16)}` });
  client.hook.before("request", (options) => {
    options.headers.authorization = `Bearer ${token}`;
  });
  let user: Promise<number> | null = null;
  const userId = (): Promise<number> => {
    user ??= readUserId(client).catch((error: unknown) => {
      user = null;
      throw error;
    });
    return user;
  };
  return {
    ...forgeOf(client, { client, userId }),
    writeCheck: () => Promise.reject(new WindlassError("forge_denied", "GitHub lets Apps alone write check runs, and Windlass has a token here.", { hint: "Connect GitHub by an App to have check runs." })),
    findCheck: () => Promise.resolve(null),
  };
}

function readUserId(client: GithubClient): Promise<number> {
  return callGithub("read whose the repository's token is", async () => Number((await client.request("GET /user")).data.id));
}
