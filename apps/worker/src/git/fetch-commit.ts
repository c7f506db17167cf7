import { randomUUID } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, stat, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { WindlassError } from "@windlass/contracts/error";
import type { Git } from "./git.js";
import { unreachable, type ResolvedRef } from "./resolve-ref.js";

export type FetchInput = {
  git: Git;
  url: string;
  /** The bare repository that keeps what was fetched before. */
  mirror: string;
  resolved: ResolvedRef;
  /** A ref name of the deployment's own, so that two fetches into one mirror never touch the same ref. */
  keepAs: string;
  /** Where else than in branches and tags the commit may be, such as `refs/pull/7/head`. */
  alsoIn?: string | null;
};

/**
 * Brings a commit into the mirror, which is made when it is missing, and keeps it there under a ref. A commit that is
 * asked for by its name is fetched only when the mirror does not have it.
 * Throws `repository_unreachable` or, for a commit that the repository does not have, `ref_not_found`.
 */
export async function fetchCommit(input: FetchInput): Promise<void> {
  const { git, mirror, resolved, url, keepAs } = input;
  await makeMirror(git, mirror);
  const keep = async (): Promise<boolean> => (await isWhole(git, mirror, resolved.sha)) && (await git.run(["--git-dir", mirror, "update-ref", keepAs, resolved.sha])).ok;
  if (resolved.remoteRef === null && (await keep())) return;
  const wanted = resolved.remoteRef ?? resolved.sha;
  try {
    const fetched = await git.run(["--git-dir", mirror, ...fetchArgs, "--", url, `+${wanted}:${keepAs}`]);
    if (!fetched.ok) await fetchEverything(input, fetched.stderr);
  } catch (error) {
    if (error instanceof WindlassError && error.code === "disk_full") await removeUnfinished(mirror);
    throw error;
  }
  // The branch may have gone on since it was resolved, and an annotated tag is not its commit.
  const kept = await readFile(join(mirror, keepAs), "utf8").catch(() => "");
  if (kept.trim() === resolved.sha || (await keep())) return;
  throw new WindlassError("ref_not_found", `The repository ${url} has no commit ${resolved.sha}.`);
}

/**
 * Whether all files of a commit are there, and all that was before it. Git writes a commit before its files: while another fetch brings it, or after one whose worker was
 * killed, it may be there without them. This is how git itself looks after a fetch: down to what a ref names.
 */
async function isWhole(git: Git, mirror: string, sha: string): Promise<boolean> {
  return (await git.run(["--git-dir", mirror, "rev-list", "--objects", "--quiet", sha, "--not", "--all"])).ok;
}

/** Made aside and moved into place, so that a mirror that is there is whole, however many make it at once. */
async function makeMirror(git: Git, mirror: string): Promise<void> {
  if (await isUsed(mirror)) return;
  const draft = `${mirror}.${randomUUID()}`;
  await mkdir(dirname(mirror), { recursive: true });
  try {
    const made = await git.run(["init", "--quiet", "--bare", "--", draft]);
    if (!made.ok) throw new Error(`The mirror ${mirror} could not be made: ${made.stderr}`);
    await rename(draft, mirror);
  } catch (error) {
    // Another deployment was first.
    if (!(await exists(join(mirror, "HEAD")))) throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/** Says that it is used, to whoever deletes what was not for the longest time; false when it is not there. */
async function isUsed(mirror: string): Promise<boolean> {
  const now = new Date();
  return (await exists(join(mirror, "HEAD"))) && utimes(mirror, now, now).then(() => true, () => false);
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/**
 * Git leaves what it could not write to its end, and a disk that is full would stay so. Another fetch into the same mirror
 * at this moment fails as well, on the same full disk.
 */
async function removeUnfinished(mirror: string): Promise<void> {
  const entries = await readdir(join(mirror, "objects"), { recursive: true, withFileTypes: true });
  const unfinished = entries.filter((entry) => entry.isFile() && entry.name.startsWith("tmp_"));
  await Promise.all(unfinished.map(({ parentPath, name }) => rm(join(parentPath, name), { force: true })));
}

const fetchArgs = ["fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"];

/** Some servers give out no single commit; then the branches and tags are fetched, which have it if anything does. */
async function fetchEverything({ git, mirror, url, resolved, keepAs, alsoIn = null }: FetchInput, reason: string): Promise<void> {
  if (resolved.remoteRef !== null) throw unreachable(url, reason);
  const all = [...(alsoIn === null ? [] : [`+${alsoIn}:${keepAs}`]), "+refs/heads/*:refs/windlass/heads/*", "+refs/tags/*:refs/windlass/tags/*"];
  const fetched = await git.run(["--git-dir", mirror, ...fetchArgs, "--", url, ...all]);
  if (!fetched.ok) throw unreachable(url, fetched.stderr);
}
