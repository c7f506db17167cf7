import { WindlassError } from "@windlass/contracts/error";
import type { Forge } from "@windlass/contracts/forge";
import { z } from "zod";
import { RefusedError } from "../client/open-client.js";
import { openBitbucketClient, type BitbucketClient, type BitbucketConnection } from "./bitbucket-client.js";
import { findOwnComment, writeComment } from "./comments.js";
import { listOpenPullRequests, listPullRequestFiles, readPullRequest, type CommitNames } from "./pull-requests.js";
import { readBranchHeads, readFile, readPermission, readRepository } from "./repository.js";
import { writeStatus } from "./write-status.js";

/**
 * A repository's, project's or workspace's access token of Bitbucket Cloud as a forge. Bitbucket has no check runs, no deployments but those of its own
 * pipelines and no signs at comments. Keep what it returns, since it remembers whose token it is.
 */
export function openBitbucketForge(connection: BitbucketConnection, token: string): Forge {
  const client = openBitbucketClient(connection, token);
  const names: CommitNames = new Map();
  let user: Promise<string | null> | null = null;
  const userId = (): Promise<string | null> => {
    user ??= readUserId(client).catch((error: unknown) => {
      user = null;
      throw error;
    });
    return user;
  };
  const unsupported = (what: string): Promise<never> => Promise.reject(new WindlassError("forge_unsupported", `Bitbucket has no ${what}.`));
  return {
    readRepository: (fullName) => readRepository(client, fullName),
    readBranchHeads: (fullName) => readBranchHeads(client, fullName),
    readFile: (place) => readFile(client, place),
    readPermission: (input) => readPermission(client, input),
    writeStatus: (status) => writeStatus(client, { ...status, home: new URL(`/${status.fullName}`, connection.baseUrl).href }),
    writeCheck: () => unsupported("check runs"),
    findCheck: () => Promise.resolve(null),
    findOwnComment: (place) => findOwnComment({ client, userId }, place),
    writeComment: (comment) => writeComment({ client, userId }, comment),
    react: () => unsupported("signs at comments"),
    createDeployment: () => unsupported("deployments but those of its own pipelines"),
    findDeployment: () => Promise.resolve(null),
    writeDeploymentStatus: () => unsupported("deployments but those of its own pipelines"),
    readPullRequest: (place) => readPullRequest(client, { ...place, names }),
    listPullRequestFiles: (place) => listPullRequestFiles(client, place),
    listOpenPullRequests: (fullName) => listOpenPullRequests(client, { fullName, names }),
  };
}

/** Null for an access token that is nobody's, which may not ask (BCLOUD-23528). https://developer.atlassian.com/cloud/bitbucket/rest/api-group-users/ */
async function readUserId(client: BitbucketClient): Promise<string | null> {
  try {
    return (await client.call({ doing: "read whose the repository's token is", path: "/user", schema: z.object({ uuid: z.string() }) })).data.uuid;
  } catch (error) {
    if (error instanceof RefusedError && error.answered < 429) return null;
    throw error;
  }
}
