import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { FakePull, FakeRepository } from "./state.js";

const run = promisify(execFile);

export const gitEnv = { PATH: process.env["PATH"] ?? "", GIT_CONFIG_NOSYSTEM: "1", GIT_CONFIG_GLOBAL: "/dev/null", LC_ALL: "C.UTF-8" };

/** Runs git in the repository on disk. Rejects with git's own words. */
async function git({ path }: Pick<FakeRepository, "path">, ...args: string[]): Promise<string> {
  return (await run("git", ["-C", path, ...args], { env: gitEnv, maxBuffer: 64 * 1024 * 1024 })).stdout;
}

export async function listHeads(repository: FakeRepository): Promise<{ name: string; sha: string }[]> {
  const rows = await git(repository, "for-each-ref", "--format=%(objectname) %(refname)", "refs/heads/");
  return rows.split("\n").filter(Boolean).map((row) => ({ sha: row.slice(0, 40), name: row.slice(41 + "refs/heads/".length) }));
}

/** The commit of a branch, tag or commit; null when there is none. */
export function resolveCommit(repository: FakeRepository, ref: string): Promise<string | null> {
  return git(repository, "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`).then((text) => text.trim(), () => null);
}

export type TreeEntry = { type: "blob" | "tree" | "commit"; sha: string; path: string };

/** What is at a path of a commit: one entry, or those of a folder; null when there is nothing. */
export async function readTree(repository: FakeRepository, { commit, path }: { commit: string; path: string }): Promise<TreeEntry | TreeEntry[] | null> {
  const own = path === "" ? null : parseTree(await git(repository, "ls-tree", "-z", commit, "--", path)).find((entry) => entry.path === path);
  if (own === undefined) return null;
  if (own !== null && own.type !== "tree") return own;
  return parseTree(await git(repository, "ls-tree", "-z", path === "" ? commit : `${commit}:${path}`));
}

function parseTree(text: string): TreeEntry[] {
  return text.split("\0").flatMap((row) => {
    const [, type, sha, path] = /^\d+ (blob|tree|commit) (\S+)\t(.*)$/s.exec(row) ?? [];
    return sha !== undefined && path !== undefined && (type === "blob" || type === "tree" || type === "commit") ? [{ type, sha, path }] : [];
  });
}

export async function readBlob({ path }: FakeRepository, sha: string): Promise<Buffer> {
  return (await run("git", ["-C", path, "cat-file", "blob", sha], { env: gitEnv, encoding: "buffer", maxBuffer: 110 * 1024 * 1024 })).stdout;
}

/** Brings a pull request's commits into the repository that it asks to change, as `refs/pull/<n>/head`, and gives the newest. */
export async function fetchPullHead(repository: FakeRepository, pull: Pick<FakePull, "number" | "headRef" | "headRepository">): Promise<string> {
  await git(repository, "fetch", "--quiet", "--no-tags", pull.headRepository.path, `+refs/heads/${pull.headRef}:refs/pull/${pull.number}/head`);
  return (await git(repository, "rev-parse", `refs/pull/${pull.number}/head`)).trim();
}

export type PullFile = { status: string; path: string; previousPath: string | null; additions: number; deletions: number; sha: string | null };

/** What a pull request changes since it left its base. */
export async function listPullFiles(repository: FakeRepository, { baseRef, headSha }: FakePull): Promise<PullFile[]> {
  const range = `refs/heads/${baseRef}...${headSha}`;
  const words = (await git(repository, "diff", "--name-status", "-z", "-M", range)).split("\0");
  const counts = await countLines(repository, range);
  const files: PullFile[] = [];
  for (let index = 0; index < words.length - 1; ) {
    const kind = words[index]?.[0] ?? "M";
    const isRename = kind === "R" || kind === "C";
    const path = words[index + (isRename ? 2 : 1)] ?? "";
    const sha = kind === "D" ? null : (await git(repository, "rev-parse", `${headSha}:${path}`)).trim();
    const status = { A: "added", D: "removed", R: "renamed", C: "copied", T: "changed" }[kind] ?? "modified";
    files.push({ status, path, previousPath: isRename ? (words[index + 1] ?? null) : null, sha, ...(counts.get(path) ?? { additions: 0, deletions: 0 }) });
    index += isRename ? 3 : 2;
  }
  return files;
}

async function countLines(repository: FakeRepository, range: string): Promise<Map<string, { additions: number; deletions: number }>> {
  const rows = (await git(repository, "diff", "--numstat", "-z", "-M", range)).split("\0");
  const counts = new Map<string, { additions: number; deletions: number }>();
  for (let index = 0; index < rows.length - 1; index += 1) {
    const [added = "0", removed = "0", path = ""] = rows[index]?.split("\t") ?? [];
    // The names of a renamed file follow in rows of their own: the old one, then the new one.
    const name = path === "" ? (rows[(index += 2)] ?? "") : path;
    counts.set(name, { additions: Number(added) || 0, deletions: Number(removed) || 0 });
  }
  return counts;
}

export type CommitInfo = { sha: string; message: string; author: string; email: string; at: string; added: string[]; removed: string[]; modified: string[] };

/** The commits between two, oldest first; of a branch that is new its newest one only. */
export async function listCommits(repository: FakeRepository, { before, after }: { before: string | null; after: string }): Promise<CommitInfo[]> {
  const range = before === null ? ["-1", after] : [`${before}..${after}`];
  const shas = (await git(repository, "rev-list", "--reverse", "--max-count=2048", ...range)).split("\n").filter(Boolean);
  return Promise.all(shas.map((sha) => readCommit(repository, sha)));
}

async function readCommit(repository: FakeRepository, sha: string): Promise<CommitInfo> {
  const [message = "", author = "", email = "", at = ""] = (await git(repository, "log", "-1", "--format=%B%x00%an%x00%ae%x00%aI", sha)).trim().split("\0");
  const rows = (await git(repository, "diff-tree", "--root", "--no-commit-id", "--name-status", "-r", "-z", "--no-renames", sha)).split("\0");
  const named = (kind: string): string[] => rows.flatMap((word, index) => (index % 2 === 1 && rows[index - 1] === kind ? [word] : []));
  return { sha, message: message.trim(), author, email, at, added: named("A"), removed: named("D"), modified: named("M") };
}
