import type { CommentPlace, ForgeComment } from "@windlass/contracts/forge";
import { callGithub } from "../client/github-error.js";
import { splitName } from "../client/repository-name.js";
import { findOwnComment, markerLine, toComment, type CommentAuthor } from "./find-own-comment.js";
import { cutTo, longestComment } from "./limits.js";

export async function writeComment(author: CommentAuthor, comment: CommentPlace & { body: string }): Promise<ForgeComment> {
  const { fullName, number, marker } = comment;
  const body = cutTo(markerLine(marker) + comment.body, longestComment);
  const found = await findOwnComment(author, comment);
  if (found?.body === body) return found;
  return callGithub(`write the comment on ${fullName}#${number}`, async () => {
    const name = splitName(fullName);
    if (found) {
      const route = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
      return toComment((await author.client.request(route, { ...name, comment_id: Number(found.id), body })).data);
    }
    // Not tried again: a comment whose answer got lost would be there twice.
    const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
    return toComment((await author.client.request(route, { ...name, issue_number: number, body, request: { retries: 0 } })).data);
  });
}
