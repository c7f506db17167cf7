import type { CommentPlace, ForgeComment } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import type { GithubClient } from "../client/open-octokit.js";
import { splitName } from "../client/repository-name.js";

/** The App that writes. */
export type Author = { client: GithubClient; appId: number };

/** Who writes comments, told from others who copied the marker: an App, or the person whose token it is. */
export type CommentAuthor = Author | { client: GithubClient; userId: () => Promise<number> };

export async function findOwnComment(author: CommentAuthor, { fullName, number, marker }: CommentPlace): Promise<ForgeComment | null> {
  const { client } = author;
  const userId = "userId" in author ? await author.userId() : null;
  const isOwn = (row: CommentRow): boolean =>
    "appId" in author ? row.performed_via_github_app?.id === author.appId : row.user?.id === userId && !row.performed_via_github_app;
  return callGithub(`look for the comment on ${fullName}#${number}`, async () => {
    const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
    for await (const { data } of client.paginate.iterator(route, { ...splitName(fullName), issue_number: number, per_page: 100 })) {
      const own = data.find((row) => isOwn(row) && (row.body ?? "").startsWith(markerLine(marker)));
      if (own) return toComment(own);
    }
    return null;
  });
}

type CommentRow = { user?: { id: number | bigint } | null; performed_via_github_app?: { id: number | bigint } | null };

/** First line of the comment, which GitHub does not show. */
export function markerLine(marker: string): string {
  return `<!-- windlass:${marker.replaceAll("-->", "")} -->\n`;
}

export function toComment(row: { id: number | bigint; body?: string | null; html_url: string }): ForgeComment {
  return { id: String(row.id), body: row.body ?? "", url: row.html_url };
}
