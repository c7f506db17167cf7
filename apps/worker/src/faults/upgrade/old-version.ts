import { execFile } from "node:child_process";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../../../../..");

export type OldVersion = { root: string; commit: string; remove(): Promise<void> };

/**
 * Builds the version before this one in a worktree of its own: the commit that `WINDLASS_OLD_REF` names, or else the last that had
 * not the newest migration yet, so that there is one to apply. Throws when the history is not there, as in a shallow clone.
 */
export async function buildOldVersion(): Promise<OldVersion> {
  const commit = await oldCommit();
  const folder = await mkdtemp(join(tmpdir(), "windlass-old-"));
  await git("worktree", "add", "--quiet", "--detach", folder, commit);
  const remove = async () => void (await git("worktree", "remove", "--force", folder));
  try {
    await run(process.execPath, [join(folder, "scripts/build.mjs")], { cwd: folder, maxBuffer: 64 * 1024 * 1024 });
  } catch (error) {
    await remove();
    throw error;
  }
  return { root: folder, commit, remove };
}

/** Applies the migrations of the Windlass that was built in a folder. Resolves with their names. */
export async function applyMigrations(builtIn: string, databaseUrl: string): Promise<string[]> {
  const { stdout } = await run(process.execPath, [join(builtIn, "packages/database/dist/migrate-command.js")], { env: { ...process.env, DATABASE_URL: databaseUrl } });
  return (JSON.parse(stdout) as { applied: string[] }).applied;
}

/** Where this version was built. */
export const newRoot = root;

async function oldCommit(): Promise<string> {
  const asked = process.env["WINDLASS_OLD_REF"];
  if (asked !== undefined) return git("rev-parse", "--verify", `${asked}^{commit}`);
  const newest = await git("log", "-1", "--format=%H", "--diff-filter=A", "--", "prisma/migrations");
  return git("rev-parse", "--verify", `${newest}^`);
}

async function git(...args: string[]): Promise<string> {
  return (await run("git", args, { cwd: root })).stdout.trim();
}
