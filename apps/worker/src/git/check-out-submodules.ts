import { createHash } from "node:crypto";
import { lstat, realpath, rm } from "node:fs/promises";
import { join } from "node:path";
import { WindlassError } from "@windlass/contracts/error";
import { checkOutCommit } from "./check-out-commit.js";
import { fetchCommit } from "./fetch-commit.js";
import type { Git } from "./git.js";
import { submoduleUrl } from "./submodule-url.js";

export type SubmoduleInput = {
  /** Git for what is on the disk. */
  local: Git;
  /** Does the work with git that reaches this address, and no other. */
  withGit: <T>(url: string, work: (git: Git) => Promise<T>) => Promise<T>;
  /** Where the mirrors of submodules are kept. */
  mirrors: string;
  /** Name of the deployment's refs in them. */
  keepAs: string;
  log: (text: string) => void;
};

/** A commit that is checked out, and where it came from. */
export type Superproject = { url: string; mirror: string; sha: string; root: string };

const deepest = 4;
const mostSubmodules = 50;

/**
 * Puts the commits that a repository names as its submodules, and theirs, into their folders. Where each of them is was written by
 * whoever wrote the repository: it is looked at like any address.
 * Throws `address_refused`, `repository_unreachable`, `ref_not_found` and, for more than there may be, `build_over_limit`.
 */
export async function checkOutSubmodules(input: SubmoduleInput, top: Superproject): Promise<number> {
  let count = 0;
  const visit = async (parent: Superproject, depth: number): Promise<void> => {
    for (const { path, written } of await readModules(input.local, parent)) {
      const sha = await readLink(input.local, parent, path);
      if (sha === null) continue;
      count += 1;
      if (count > mostSubmodules || depth > deepest) throw new WindlassError("build_over_limit", `The repository has more than ${mostSubmodules} submodules, or some in more than ${deepest} levels.`);
      const url = submoduleUrl(parent.url, written);
      const root = await ownFolder(parent.root, path);
      const mirror = join(input.mirrors, `${createHash("sha256").update(url).digest("hex").slice(0, 32)}.git`);
      input.log(`Fetching the submodule ${path} from ${url}`);
      await input.withGit(url, (git) => fetchCommit({ git, url, mirror, resolved: { sha, remoteRef: null }, keepAs: input.keepAs }));
      await checkOutCommit({ git: input.local, mirror, sha, target: root });
      await visit({ url, mirror, sha, root }, depth + 1);
    }
  };
  await visit(top, 1);
  return count;
}

type Module = { path: string; written: string };

/** What the commit's `.gitmodules` says, read as settings by git and as nothing else. */
async function readModules(local: Git, { mirror, sha }: Superproject): Promise<Module[]> {
  const listed = await local.run(["--git-dir", mirror, "config", "--blob", `${sha}:.gitmodules`, "-z", "--get-regexp", "^submodule\\..*\\.(path|url)$"]);
  if (!listed.ok) return [];
  const modules = new Map<string, Partial<Module>>();
  for (const entry of listed.stdout.split("\0")) {
    const [, name = "", key] = /^submodule\.([^]*)\.(path|url)$/.exec(entry.split("\n", 1)[0] ?? "") ?? [];
    if (key === undefined) continue;
    const value = entry.slice(entry.indexOf("\n") + 1);
    modules.set(name, { ...modules.get(name), ...(key === "path" ? { path: value } : { written: value }) });
  }
  return [...modules.values()].flatMap(({ path, written }) => (path && written ? [{ path, written }] : []));
}

/** The commit that the tree names at a path; null where there is no submodule. */
async function readLink(local: Git, { mirror, sha }: Superproject, path: string): Promise<string | null> {
  const listed = await local.run(["--git-dir", mirror, "--literal-pathspecs", "ls-tree", "-z", sha, "--", path]);
  return listed.ok ? (/^160000 commit ([0-9a-f]{40})\t/.exec(listed.stdout)?.[1] ?? null) : null;
}

/** The folder that git left for a submodule: a real one, inside its superproject, behind no link. */
async function ownFolder(root: string, path: string): Promise<string> {
  const folder = join(root, path);
  const found = await lstat(folder).catch(() => null);
  const isOwn = found?.isDirectory() === true && (await realpath(folder)) === join(await realpath(root), path);
  if (!isOwn) throw new WindlassError("build_failed", `The submodule ${JSON.stringify(path.slice(0, 200))} has no folder of its own in the repository.`);
  await rm(folder, { recursive: true });
  return folder;
}
