import { WindlassError } from "@windlass/contracts/error";
import { pullOfRef, pullRefPattern } from "@windlass/contracts/pull-words";
import type { Git } from "./git.js";
import { readLocalBranch } from "./read-local-branch.js";

export type RefInput = { git: Git; url: string; ref: string };

/** A commit, or the full name under which the repository has the ref. */
export type ResolvedRef = { sha: string; remoteRef: string | null };

const commitPattern = /^[0-9a-f]{40}$/i;

/**
 * Asks the repository which commit a branch, tag or commit is. A branch goes before a tag of the same name.
 * Throws `repository_unreachable` when the repository cannot be read and `ref_not_found` when it has no such ref.
 */
export async function resolveRef({ git, url, ref }: RefInput): Promise<ResolvedRef> {
  if (commitPattern.test(ref)) return { sha: ref.toLowerCase(), remoteRef: null };
  const isPull = pullRefPattern.test(ref);
  const name = ref.replace(/^refs\/(heads|tags)\//, "");
  const local = isPull || ref.startsWith("refs/tags/") ? null : await readLocalBranch({ url, name });
  if (local !== null) return { sha: local, remoteRef: `refs/heads/${name}` };
  const listed = await git.run(["ls-remote", "--", url, ...(isPull ? [ref] : [`refs/heads/${name}`, `refs/tags/${name}`, `refs/tags/${name}^{}`])]);
  if (!listed.ok) throw unreachable(url, listed.stderr);
  const commits = new Map<string, string>();
  for (const line of listed.stdout.split("\n")) {
    const [sha, remoteRef] = line.split("\t");
    if (sha && remoteRef) commits.set(remoteRef, sha);
  }
  const pull = commits.get(ref);
  if (isPull && pull !== undefined) return { sha: pull, remoteRef: ref };
  const tag = commits.get(`refs/tags/${name}^{}`) ?? commits.get(`refs/tags/${name}`);
  const branch = ref.startsWith("refs/tags/") ? undefined : commits.get(`refs/heads/${name}`);
  if (branch !== undefined) return { sha: branch, remoteRef: `refs/heads/${name}` };
  if (tag !== undefined) return { sha: tag, remoteRef: `refs/tags/${name}` };
  throw new WindlassError("ref_not_found", `The repository ${url} has no ${pullOfRef(ref) ?? `branch or tag named "${ref}"`}.`);
}

/** What git says at length and without what to do. */
const known: [pattern: RegExp, said: string, hint: string][] = [
  [/Host key verification failed/, "its SSH host shows itself with another key than before", "Somebody may be in between. If the host has a new key, compare the fingerprints and forget the old one on the repository's page."],
  [/Permission denied \(/, "its SSH host does not know the key", "Add the deploy key of the repository's page at the host, with read access."],
  [/returned error: 30[1-8]|redirect/i, "it answers from another address", "Register the repository by the address to which it redirects, often the same with `.git` behind it."],
];

/** Says that the repository could not be read, with git's own reason. */
export function unreachable(url: string, reason: string): WindlassError {
  const lines = reason.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("hint:"));
  const detail = lines.slice(-3).join(" ").replace(/^fatal: /, "");
  const [, said, hint] = known.find(([pattern]) => pattern.test(reason)) ?? [];
  return new WindlassError("repository_unreachable", `The repository ${url} could not be read: ${said ?? (detail || "git gave no reason")}`, hint === undefined ? {} : { hint });
}
