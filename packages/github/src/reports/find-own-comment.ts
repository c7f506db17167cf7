import type { CommentPlace, ForgeComment } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";

/** The App that writes, by which its comments are told from those of others who copied the marker. */
export type Author = { client: GithubClient; appId: number };

export function findOwnComment({ client, appId }: Author, { fullName, number, marker }: CommentPlace): Promise<ForgeComment | null> {
  return callGithub(`look for the comment on ${fullName}#${number}`, async () => {
    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
    for await (const { data } of client.paginate.iterator(route, { ...splitName(fullName), issue_number: number, per_page: 100 })) {
      const own = data.find((row) => row.performed_via_github_app?.id === appId && (row.body ?? "").startsWith(markerLine(marker)));
      if (own) return toComment(own);
    }
    return null;
  });
}

/** First line of the comment, which GitHub does not show. */
export function markerLine(marker: string): string {
  return `<!-- windlass:${marker.replaceAll("-->", "")} -->\n`;
}

export function toComment(row: { id: number | bigint; body?: string | null; html_url: string }): ForgeComment {
  return { id: String(row.id), body: row.body ?? "", url: row.html_url };
}
