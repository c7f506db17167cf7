import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { gitEnv } from "./fake-github/git-store.js";

const run = promisify(execFile);

export type GitFolder = {
  path: string;
  git(...args: string[]): Promise<string>;
  /** Writes files (null removes one) on a branch, which is made where it is missing, and gives the commit. */
  commit(branch: string, files: Record<string, string | null>): Promise<string>;
  remove(): Promise<void>;
};

/** A git repository in a temporary folder, with a first commit on `main`; or a clone of another one. */
export async function openGitFolder(from?: GitFolder): Promise<GitFolder> {
  const path = await mkdtemp(join(tmpdir(), "windlass-github-"));
  const git = async (...args: string[]): Promise<string> => {
    const settings = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main"];
    return (await run("git", [...settings, ...args], { cwd: path, env: gitEnv })).stdout.trim();
  };
  await (from ? git("clone", "--quiet", from.path, ".") : git("init", "--quiet"));
  const folder: GitFolder = {
    path,
    git,
    async commit(branch, files) {
      await git("checkout", "--quiet", "-B", branch, ...((await git("branch", "--list", branch)) === "" ? [] : [branch]));
      for (const [name, content] of Object.entries(files)) {
        await mkdir(dirname(join(path, name)), { recursive: true });
        await (content === null ? rm(join(path, name)) : writeFile(join(path, name), content));
      }
      await git("add", "--all");
      await git("commit", "--quiet", "-m", `Change ${Object.keys(files).join(", ")}`);
      return git("rev-parse", "HEAD");
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
  if (!from) await folder.commit("main", { "serverless.yml": "service: shop\n", "src/größe.txt": "a\nb\n" });
  return folder;
}
