import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

export type TestRepository = {
  path: string;
  /** Writes files, commits them and returns the commit. A null removes the file. */
  commit(message: string, files: Record<string, string | null>): Promise<string>;
  git(...args: string[]): Promise<string>;
  remove(): Promise<void>;
};

/** Makes a git repository with a branch `main` in a temporary folder. */
export async function createRepository(): Promise<TestRepository> {
  const path = await mkdtemp(join(tmpdir(), "windlass-repository-"));
  const env = { PATH: process.env["PATH"] ?? "", GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null" };
  const git = async (...args: string[]): Promise<string> => {
    const identity = ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main"];
    return (await run("git", [...identity, ...args], { cwd: path, env })).stdout.trim();
  };
  await git("init", "--quiet");
  return {
    path,
    git,
    async commit(message, files) {
      for (const [name, content] of Object.entries(files)) {
        const file = join(path, name);
        if (content === null) await rm(file);
        else {
          await mkdir(dirname(file), { recursive: true });
          await writeFile(file, content);
        }
      }
      await git("add", "--all");
      await git("commit", "--quiet", "--allow-empty", "-m", message);
      return git("rev-parse", "HEAD");
    },
    remove: () => rm(path, { recursive: true, force: true }),
  };
}
