import { fetchCommit } from "./fetch-commit.js";
import type { RepositoryGit } from "./with-repository-git.js";

export type ChangeRange = {
  url: string;
  /** What the ref pointed at before; null for a new one, which is compared with where it left the default branch. */
  before: string | null;
  after: string;
  defaultBranch: string;
};

/**
 * The paths that differ between two commits, fetched into the mirror where they are missing. Null where that cannot be told: the
 * commit before is gone, or a new branch has nothing of its own. Throws what `fetchCommit` throws for the commit after.
 */
export async function listChanges({ git, mirror }: RepositoryGit, range: ChangeRange): Promise<string[] | null> {
  const bring = (sha: string) => fetchCommit({ git, mirror, url: range.url, resolved: { sha, remoteRef: null }, keepAs: `refs/windlass/pushed/${sha}` });
  const inMirror = ["--git-dir", mirror];
  await bring(range.after);
  const base = range.before === null ? await findBranchPoint() : await bring(range.before).then(() => range.before, () => null);
  if (base === null || base === range.after) return null;
  const listed = await git.run([...inMirror, "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", base, range.after, "--"]);
  // A list that was cut does not end with a name's end.
  if (!listed.ok || (listed.stdout !== "" && !listed.stdout.endsWith("\0"))) return null;
  return listed.stdout.split("\0").filter((path) => path !== "");

  async function findBranchPoint(): Promise<string | null> {
    const head = `refs/windlass/heads/${range.defaultBranch}`;
    const fetched = await git.run([...inMirror, "fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules", "--", range.url, `+refs/heads/${range.defaultBranch}:${head}`]);
    if (!fetched.ok) return null;
    const found = await git.run([...inMirror, "merge-base", head, range.after]);
    return found.ok ? found.stdout.trim() : null;
  }
}
