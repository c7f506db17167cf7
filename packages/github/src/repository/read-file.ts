import type { FilePlace } from "@windlass/contracts/forge";
import { WindlassError } from "@windlass/contracts/error";
import { callGithub, hasStatus } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";

/** The raw form has no limit but 100 MB; a folder, a submodule and a link give no bytes. */
export function readFile(client: GithubClient, { fullName, path, ref }: FilePlace): Promise<Buffer | null> {
  return callGithub(`read ${path} of ${fullName}`, async () => {
    try {
      const { data } = await client.request("GET /repos/{owner}/{repo}/contents/{path}", { ...splitName(fullName), path, ref });
      if (Array.isArray(data) || data.type !== "file" || !("content" in data)) {
        throw new WindlassError("forge_rejected", `${path} of ${fullName} is no file.`, { hint: "Name a file." });
      }
      return Buffer.from(data.content, "base64");
    } catch (error) {
      if (hasStatus(error, 404)) return null;
      throw error;
    }
  });
}
