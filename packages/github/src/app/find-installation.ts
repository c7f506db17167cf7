import { callGithub, hasStatus } from "../client/github-error.js";
import { splitName } from "../client/repository-name.js";
import type { GithubApp } from "./open-app.js";

/** The installation that reaches a repository; null when the App is not installed there. */
export function findInstallation(app: GithubApp, fullName: string): Promise<number | null> {
  return callGithub(`look for the App's installation on ${fullName}`, async () => {
    try {
      return (await app.client.request("GET /repos/{owner}/{repo}/installation", splitName(fullName))).data.id;
    } catch (error) {
      if (hasStatus(error, 404)) return null;
      throw error;
    }
  });
}
