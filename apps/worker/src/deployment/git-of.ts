import { basename } from "node:path";
import type { GitAddress, GitSource } from "@windlass/compiler/git-source";
import type { Commit } from "@windlass/contracts/release";

type Checkout = {
  commit: Commit;
  branch: string;
  url: string;
  /** Whether files differ from the commit. */
  isDirty: boolean;
};

/**
 * What `${git:…}` is of the commit that is deployed. The working copy has no history, so that descriptions and tags are
 * the commit's short name, as git itself has it where no tag is near.
 */
export function gitOf({ commit, branch, url, isDirty }: Checkout): GitSource {
  const short = commit.sha.slice(0, 7);
  const known: Partial<Record<GitAddress, string>> = {
    branch,
    commit: commit.sha,
    sha1: short,
    describe: short,
    describeLight: short,
    tags: short,
    message: commit.message,
    messageSubject: commit.message,
    isDirty: String(isDirty),
    repository: basename(url).replace(/\.git$/, ""),
  };
  return { read: async (address) => known[address] ?? null };
}
