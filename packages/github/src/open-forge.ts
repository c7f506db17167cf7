import type { Forge } from "@windlass/contracts/forge";
import { findInstallation } from "./app/find-installation.js";
import type { GithubApp } from "./app/open-app.js";
import type { GithubClient } from "./client/open-octokit.js";
import { listOpenPullRequests } from "./pulls/list-open-pull-requests.js";
import { listPullRequestFiles } from "./pulls/list-pull-request-files.js";
import { readPullRequest } from "./pulls/read-pull-request.js";
import { createDeployment } from "./reports/create-deployment.js";
import { findCheck } from "./reports/find-check.js";
import { findDeployment } from "./reports/find-deployment.js";
import { findOwnComment, type CommentAuthor } from "./reports/find-own-comment.js";
import { react } from "./reports/react.js";
import { writeCheck } from "./reports/write-check.js";
import { writeComment } from "./reports/write-comment.js";
import { writeDeploymentStatus } from "./reports/write-deployment-status.js";
import { writeStatus } from "./reports/write-status.js";
import { readBranchHeads } from "./repository/read-branch-heads.js";
import { readFile } from "./repository/read-file.js";
import { readPermission } from "./repository/read-permission.js";
import { readRepository } from "./repository/read-repository.js";

/** One installation of a GitHub App as a forge. */
export function openForge(app: GithubApp, installationId: number): Forge {
  const client = app.installation(installationId);
  const author = { client, appId: app.appId };
  return { ...forgeOf(client, author), writeCheck: (check) => writeCheck(client, check), findCheck: (place) => findCheck(author, place) };
}

/** What Apps and people can do alike. */
export function forgeOf(client: GithubClient, author: CommentAuthor): Omit<Forge, "writeCheck" | "findCheck"> {
  return {
    readRepository: (fullName) => readRepository(client, fullName),
    readBranchHeads: (fullName) => readBranchHeads(client, fullName),
    readFile: (place) => readFile(client, place),
    readPermission: (input) => readPermission(client, input),
    writeStatus: (status) => writeStatus(client, status),
    findOwnComment: (place) => findOwnComment(author, place),
    writeComment: (comment) => writeComment(author, comment),
    react: (reaction) => react(client, reaction),
    findDeployment: (place) => findDeployment(client, place),
    createDeployment: (deployment) => createDeployment(client, deployment),
    writeDeploymentStatus: (status) => writeDeploymentStatus(client, status),
    readPullRequest: (place) => readPullRequest(client, place),
    listPullRequestFiles: (place) => listPullRequestFiles(client, place),
    listOpenPullRequests: (fullName) => listOpenPullRequests(client, fullName),
  };
}

/** The forge of a repository that the App is installed on; null when it is not. */
export async function findForge(app: GithubApp, fullName: string): Promise<Forge | null> {
  const installationId = await findInstallation(app, fullName);
  return installationId === null ? null : openForge(app, installationId);
}
