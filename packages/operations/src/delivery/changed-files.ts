import { isNoCommit, type Push } from "./github-event.js";
import type { ChangedFiles } from "./decide-stage.js";

/** Finds out what a push changes where its payload does not say; null when that cannot be known. */
export type ChangesSource = (range: { repositoryId: string; before: string | null; after: string }) => Promise<ChangedFiles>;

/** GitHub has lists of at most so many commits in some versions; a longer push may have been cut. */
const surelyAllCommits = 20;

/** The files that the push's own payload lists; null where it may not list them all. */
export function filesOfPayload({ commits, created, forced }: Push): ChangedFiles {
  if (commits === undefined || commits.length === 0 || commits.length >= surelyAllCommits || created || forced) return null;
  return [...new Set(commits.flatMap(({ added, modified, removed }) => [...added, ...modified, ...removed]))];
}

/** The files that a push changes, by its payload or else by `source`. */
export async function findChangedFiles(push: Push, repositoryId: string, source: ChangesSource | undefined): Promise<ChangedFiles> {
  const listed = filesOfPayload(push);
  if (listed !== null || source === undefined || push.after === undefined || isNoCommit(push.after)) return listed;
  return source({ repositoryId, before: isNoCommit(push.before) ? null : (push.before ?? null), after: push.after });
}
