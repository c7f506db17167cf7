import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Git } from "./git.js";

/**
 * Puts the files of a commit that the mirror has into an empty folder of their own. Objects are shared with the
 * mirror, not copied. Hooks, filters and submodules of the repository are not run.
 */
export async function checkOutCommit(input: { git: Git; mirror: string; sha: string; target: string }): Promise<void> {
  const { git, mirror, sha, target } = input;
  await rm(target, { recursive: true, force: true });
  await makeWorkingCopy(target, { mirror, sha });
  const checkedOut = await git.run(["-C", target, "checkout", "--quiet", "--force", "--detach", sha, "--"]);
  if (!checkedOut.ok) throw new Error(`The commit ${sha} could not be checked out: ${checkedOut.stderr}`);
}

/** What `git clone --shared --no-checkout` writes (gitrepository-layout), without the time that a process takes. */
async function makeWorkingCopy(target: string, { mirror, sha }: { mirror: string; sha: string }): Promise<void> {
  const directory = join(target, ".git");
  await mkdir(join(directory, "objects/info"), { recursive: true });
  await mkdir(join(directory, "refs/heads"), { recursive: true });
  const config = `[core]\n\trepositoryformatversion = 0\n\tfilemode = true\n\tbare = false\n\tlogallrefupdates = true\n[remote "origin"]\n\turl = ${JSON.stringify(mirror)}\n`;
  await Promise.all([
    writeFile(join(directory, "HEAD"), `${sha}\n`),
    writeFile(join(directory, "config"), config),
    writeFile(join(directory, "objects/info/alternates"), `${join(mirror, "objects")}\n`),
  ]);
}
