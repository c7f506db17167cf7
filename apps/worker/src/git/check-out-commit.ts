import { mkdir, rm } from "node:fs/promises";
import { dirname } from "node:path";
import type { Git } from "./git.js";

/**
 * Puts the files of a commit that the mirror has into an empty folder of their own. Objects are shared with the
 * mirror, not copied. Hooks, filters and submodules of the repository are not run.
 */
export async function checkOutCommit(input: { git: Git; mirror: string; sha: string; target: string }): Promise<void> {
  const { git, mirror, sha, target } = input;
  await rm(target, { recursive: true, force: true });
  await mkdir(dirname(target), { recursive: true });
  const cloned = await git.run(["clone", "--quiet", "--shared", "--no-checkout", "--no-tags", "--", mirror, target]);
  if (!cloned.ok) throw new Error(`The working copy could not be made: ${cloned.stderr}`);
  const checkedOut = await git.run(["-C", target, "checkout", "--quiet", "--force", "--detach", sha, "--"]);
  if (!checkedOut.ok) throw new Error(`The commit ${sha} could not be checked out: ${checkedOut.stderr}`);
}
