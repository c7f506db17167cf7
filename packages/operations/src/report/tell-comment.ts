import type { OperationContext } from "../context.js";
import { digestOf } from "./digest.js";
import type { HeldReport } from "./hold-report.js";
import { readPullRequestFacts } from "./pull-request-facts.js";
import { renderComment } from "./render-comment.js";
import { isRefusal } from "./is-refusal.js";
import { nothingSent } from "./sent.js";
import type { Telling } from "./telling.js";

/** Names Windlass' one comment among those of a pull request. */
export const commentMarker = "pull-request";

/** Services of one pull request change in quick succession; a forge wants no edit for each. */
const leastMs = 5_000;

/** Writes the comment of a pull request, or edits it. Gives when to come back, where it was edited a moment ago. */
export async function tellComment({ db }: OperationContext, held: HeldReport, input: Telling & { pullRequestId: string }): Promise<Date | null> {
  const read = await readPullRequestFacts(db, input);
  if (read === null || !read.settings.comment || read.facts.previews.length === 0) return null;
  const target = await input.openTarget(read.repository);
  if (target === null) return null;
  const body = renderComment(read.facts, { links: target.links, publicUrl: input.publicUrl });
  const digest = digestOf(body);
  const before = held.sent.comment ?? nothingSent;
  if (before.digest === digest) return null;
  const freeAt = before.at === null ? 0 : Date.parse(before.at) + leastMs;
  if (freeAt > Date.now()) return new Date(freeAt);
  // Found by its marker before it is written, so that none is made twice.
  const written = await target.forge.writeComment({ fullName: target.fullName, number: read.facts.number, marker: commentMarker, body }).catch((error: unknown) => {
    if (target.mayBeReadOnly && isRefusal(error)) return null;
    throw error;
  });
  if (written === null) return null;
  const { id, url } = written;
  await held.save("comment", { ...nothingSent, id, url, digest, state: "written", at: new Date().toISOString() });
  return null;
}
