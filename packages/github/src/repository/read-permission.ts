import type { ForgePermission } from "@windlass/contracts/forge";
import { callGithub, hasStatus } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";

/** Maintainers count as `write` and triagers as `read`, as GitHub itself reports them. A login can change hands; an id cannot. */
export function readPermission(client: GithubClient, { fullName, login, id }: { fullName: string; login: string; id?: string }): Promise<ForgePermission> {
  return callGithub(`read what ${login} may do in ${fullName}`, async () => {
    try {
      const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
      const { data } = await client.request(route, { ...splitName(fullName), username: login });
      const { permission, user } = data;
      if (id !== undefined && String(user?.id) !== id) return "none";
      return permission === "admin" || permission === "write" || permission === "read" ? permission : "none";
    } catch (error) {
      if (hasStatus(error, 404)) return "none";
      throw error;
    }
  });
}
