import type { Commit } from "@windlass/contracts/release";
import type { Git } from "./git.js";

/** Reads who wrote a commit that the mirror has, when, and its subject. */
export async function readCommit(input: { git: Git; mirror: string; sha: string }): Promise<Commit> {
  const shown = await input.git.run([
    "--git-dir",
    input.mirror,
    "show",
    "--no-patch",
    "--no-show-signature",
    "--format=%H%x00%an%x00%cI%x00%s",
    input.sha,
    "--",
  ]);
  if (!shown.ok) throw new Error(`The commit ${input.sha} could not be read: ${shown.stderr}`);
  const [sha = input.sha, author = "", date = "", message = ""] = shown.stdout.trimEnd().split("\0");
  const committedAt = new Date(date);
  return {
    sha,
    message: message.slice(0, 1_000),
    author: author.slice(0, 200),
    committedAt: Number.isNaN(committedAt.getTime()) ? null : committedAt.toISOString(),
  };
}
