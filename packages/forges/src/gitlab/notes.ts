import type { CommentPlace, ForgeComment, ForgeReaction } from "@windlass/contracts/forge";
import { z } from "zod";
import { RefusedError } from "../client/open-client.js";
import { cutTo, longestComment } from "../client/texts.js";
import { projectPath, type GitlabClient } from "./gitlab-client.js";

/** Who writes notes: the person, project or group whose token it is. */
export type NoteAuthor = { client: GitlabClient; baseUrl: string; userId: () => Promise<number> };

const noteSchema = z.object({ id: z.number(), body: z.string(), author: z.object({ id: z.number() }).nullable(), system: z.boolean().default(false) });

/** First line of the note, which GitLab does not show. */
function markerLine(marker: string): string {
  return `<!-- windlass:${marker.replaceAll("-->", "")} -->\n`;
}

const notesPath = ({ fullName, number }: Pick<CommentPlace, "fullName" | "number">): string => `${projectPath(fullName)}/merge_requests/${number}/notes`;

/** The note with the marker, by the token's own user: a copy of the marker by anybody else is none. https://docs.gitlab.com/api/notes/#merge-requests */
export async function findOwnComment({ client, baseUrl, userId }: NoteAuthor, place: CommentPlace): Promise<ForgeComment | null> {
  const own = await userId();
  const call = { doing: `look for the note on ${place.fullName}!${place.number}`, path: `${notesPath(place)}?sort=asc&order_by=created_at`, schema: z.array(noteSchema) };
  for await (const rows of client.pages(call)) {
    const found = rows.find(({ author, body, system }) => author?.id === own && !system && body.startsWith(markerLine(place.marker)));
    if (found) return toComment(found, { ...place, baseUrl });
  }
  return null;
}

/** Writes the one note with the marker: edits it in place where it is, else makes it. */
export async function writeComment(author: NoteAuthor, comment: CommentPlace & { body: string }): Promise<ForgeComment> {
  const body = cutTo(markerLine(comment.marker) + comment.body, longestComment);
  const found = await findOwnComment(author, comment);
  if (found?.body === body) return found;
  const path = found === null ? notesPath(comment) : `${notesPath(comment)}/${found.id}`;
  const { data } = await author.client.call({
    doing: `write the note on ${comment.fullName}!${comment.number}`,
    method: found === null ? "POST" : "PUT",
    path,
    body: { body },
    schema: noteSchema,
  });
  return toComment(data, { ...comment, baseUrl: author.baseUrl });
}

function toComment({ id, body }: z.infer<typeof noteSchema>, place: { fullName: string; number: number; baseUrl: string }): ForgeComment {
  return { id: String(id), body, url: `${new URL(`/${place.fullName}`, place.baseUrl).href}/-/merge_requests/${place.number}#note_${id}` };
}

const emojis = { "+1": "thumbsup", "-1": "thumbsdown", confused: "confused", eyes: "eyes", rocket: "rocket" } as const satisfies Record<ForgeReaction["reaction"], string>;

/** https://docs.gitlab.com/api/emoji_reactions/#add-a-new-emoji-reaction-to-a-comment */
export async function react(client: GitlabClient, { fullName, number, commentId, reaction }: ForgeReaction): Promise<void> {
  const path = `${notesPath({ fullName, number })}/${encodeURIComponent(commentId)}/award_emoji?name=${emojis[reaction]}`;
  try {
    await client.call({ doing: `react to a note of ${fullName}!${number}`, method: "POST", path, schema: z.unknown() });
  } catch (error) {
    // It is there already; GitLab says so with a 404.
    if (!(error instanceof RefusedError) || !/already been taken/i.test(error.said)) throw error;
  }
}
