import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { promisify } from "node:util";
import { gitRefSchema } from "@windlass/contracts/name";
import type { UploadSource } from "@windlass/contracts/upload";
import { usageError } from "../usage-error.js";

const execute = promisify(execFile);
const longestOutput = 256 * 1024 * 1024;

/** A working copy: what git tracks in it and what it does not ignore. */
export interface LocalSource {
  /** The root of the working copy: services are looked for from there. */
  root: string;
  /** Paths below the root, in order; some may be gone from the disk. */
  paths: string[];
  source: UploadSource;
}

/** Asks git what is in the working copy that a folder is part of. Throws `invalid_request` where there is none, or nothing is committed in it. */
export async function readLocalSource(folder: string, signal: AbortSignal): Promise<LocalSource> {
  const found = await stat(folder).catch(() => null);
  if (!found?.isDirectory()) throw usageError(`There is no folder ${folder}.`, "Name the folder of the service, such as `--dir .`.");
  const git = async (cwd: string, ...args: string[]): Promise<string> => {
    const env = { ...process.env, GIT_OPTIONAL_LOCKS: "0", LC_ALL: "C.UTF-8" };
    return (await execute("git", args, { cwd, env, signal, maxBuffer: longestOutput })).stdout;
  };
  const root = (await git(folder, "rev-parse", "--show-toplevel").catch(explain(folder))).replace(/\n$/, "");
  const [commit = "", author = "", date = "", subject = ""] = (await git(root, "log", "-1", "--format=%H%x00%an%x00%cI%x00%s").catch(nothingCommitted(root))).trimEnd().split("\0");
  const branch = await git(root, "symbolic-ref", "--quiet", "--short", "HEAD").catch(() => "");
  const changed = await git(root, "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--ignore-submodules=all");
  const listed = await git(root, "ls-files", "-z", "--cached", "--others", "--exclude-standard");
  const named = gitRefSchema.safeParse(branch.trim());
  const committedAt = new Date(date);
  return {
    root,
    paths: [...new Set(parts(listed))].toSorted(),
    source: {
      commit,
      message: subject.slice(0, 500),
      author: author.slice(0, 200),
      changedFiles: parts(changed).length,
      ...(Number.isNaN(committedAt.getTime()) ? {} : { committedAt: committedAt.toISOString() }),
      ...(named.success ? { branch: named.data } : {}),
    },
  };
}

const parts = (text: string): string[] => text.split("\0").filter((part) => part !== "");

function explain(folder: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") throw usageError("git is not installed here.", "`--dir` asks git which files belong to the service.");
    if (error instanceof Error && error.name === "AbortError") throw error;
    throw usageError(`${folder} is not in a git repository.`, "`--dir` sends what git tracks and what it does not ignore: run `git init` there and commit once.");
  };
}

function nothingCommitted(root: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof Error && error.name === "AbortError") throw error;
    throw usageError(`Nothing is committed in ${root} yet.`, "Commit once: a deployment says of which commit it is.");
  };
}
