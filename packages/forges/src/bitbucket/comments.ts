import type { CommentPlace, ForgeComment } from "@windlass/contracts/forge";
import { z } from "zod";
import { RefusedError } from "../client/open-client.js";
import { cutTo } from "../client/texts.js";
import { repositoryPath, type BitbucketClient } from "./bitbucket-client.js";
import { toBitbucketMarkdown } from "./markdown.js";

/** Bitbucket takes no longer ones. */
const longestComment = 32_000;

/** A link's definition, which is not shown; Bitbucket shows comments of HTML. */
function markerLine(marker: string): string {
  return `[//]: # (windlass:${marker.replaceAll(/[()\n]/g, "")})\n\n`;
}

const commentSchema = z.object({
  id: z.number(),
  content: z.object({ raw: z.string() }),
  user: z.object({ uuid: z.string() }).nullish(),
  deleted: z.boolean().default(false),
  links: z.object({ html: z.object({ href: z.string() }) }),
});
type Row = z.infer<typeof commentSchema>;

const commentsPath = ({ fullName, number }: Pick<CommentPlace, "fullName" | "number">): string => `${repositoryPath(fullName)}/pullrequests/${number}/comments`;

/** Who writes: null for an access token of a repository, of which Bitbucket does not say whose it is. */
export type CommentAuthor = { client: BitbucketClient; userId: () => Promise<string | null> };

/** Comments with the marker, of the token's own user where that is known. https://developer.atlassian.com/cloud/bitbucket/rest/api-group-pullrequests/ */
async function findMarked({ client, userId }: CommentAuthor, place: CommentPlace): Promise<Row[]> {
  const own = await userId();
  const rows = await client.all({ doing: `look for the comment on ${place.fullName}#${place.number}`, path: `${commentsPath(place)}?pagelen=100&sort=id`, schema: commentSchema });
  return rows.filter(({ user, deleted, content }) => !deleted && (own === null || user?.uuid === own) && content.raw.startsWith(markerLine(place.marker).trimEnd()));
}

export async function findOwnComment(author: CommentAuthor, place: CommentPlace): Promise<ForgeComment | null> {
  const [found] = await findMarked(author, place);
  return found === undefined ? null : toComment(found);
}

/**
 * Writes the one comment with the marker: edits it in place where it is, else makes it. Where it is not known whose the token is, Bitbucket tells: it lets
 * nobody edit what somebody else wrote, with a copy of the marker or without.
 */
export async function writeComment(author: CommentAuthor, comment: CommentPlace & { body: string }): Promise<ForgeComment> {
  const raw = cutTo(markerLine(comment.marker) + toBitbucketMarkdown(comment.body), longestComment);
  const call = { doing: `write the comment on ${comment.fullName}#${comment.number}`, body: { content: { raw } }, schema: commentSchema };
  for (const found of await findMarked(author, comment)) {
    if (found.content.raw === raw) return toComment(found);
    try {
      return toComment((await author.client.call({ ...call, method: "PUT", path: `${commentsPath(comment)}/${found.id}` })).data);
    } catch (error) {
      if (!(error instanceof RefusedError) || (error.answered !== 403 && error.answered !== 404)) throw error;
    }
  }
  return toComment((await author.client.call({ ...call, method: "POST", path: commentsPath(comment) })).data);
}

function toComment({ id, content, links }: Row): ForgeComment {
  return { id: String(id), body: content.raw, url: links.html.href };
}
