import { WindlassError } from "@windlass/contracts/error";
import type { Forge } from "@windlass/contracts/forge";
import { z } from "zod";
import { createDeployment, findDeployment, writeDeploymentStatus } from "./deployments.js";
import { openGitlabClient, type GitlabClient, type GitlabConnection } from "./gitlab-client.js";
import { listOpenPullRequests, listPullRequestFiles, readPullRequest } from "./merge-requests.js";
import { findOwnComment, react, writeComment } from "./notes.js";
import { readBranchHeads, readFile, readPermission, readRepository } from "./repository.js";
import { writeStatus } from "./write-status.js";

/**
 * A project's, group's or person's access token with the scope `api` as a forge. GitLab has no check runs: a status says the same in a line, and
 * the note has the findings. Keep what it returns, since it remembers whose token it is.
 */
export function openGitlabForge(connection: GitlabConnection, token: string): Forge {
  const client = openGitlabClient(connection, token);
  let user: Promise<number> | null = null;
  const userId = (): Promise<number> => {
    user ??= readUserId(client).catch((error: unknown) => {
      user = null;
      throw error;
    });
    return user;
  };
  const author = { client, baseUrl: connection.baseUrl, userId };
  return {
    readRepository: (fullName) => readRepository(client, fullName),
    readBranchHeads: (fullName) => readBranchHeads(client, fullName),
    readFile: (place) => readFile(client, place),
    readPermission: (input) => readPermission(client, input),
    writeStatus: (status) => writeStatus(client, status),
    writeCheck: () => Promise.reject(new WindlassError("forge_unsupported", "GitLab has no check runs.")),
    findCheck: () => Promise.resolve(null),
    findOwnComment: (place) => findOwnComment(author, place),
    writeComment: (comment) => writeComment(author, comment),
    react: (reaction) => react(client, reaction),
    createDeployment: (deployment) => createDeployment(client, deployment),
    findDeployment: (place) => findDeployment(client, { ...place, userId }),
    writeDeploymentStatus: (status) => writeDeploymentStatus(client, status),
    readPullRequest: (place) => readPullRequest(client, place),
    listPullRequestFiles: (place) => listPullRequestFiles(client, place),
    listOpenPullRequests: (fullName) => listOpenPullRequests(client, fullName),
  };
}

/** https://docs.gitlab.com/api/users/#retrieve-the-current-user */
async function readUserId(client: GitlabClient): Promise<number> {
  return (await client.call({ doing: "read whose the repository's token is", path: "/user", schema: z.object({ id: z.number() }) })).data.id;
}
