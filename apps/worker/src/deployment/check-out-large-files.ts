import { join } from "node:path";
import type { Superproject } from "../git/check-out-submodules.js";
import type { Git } from "../git/git.js";
import { isSecret, tokenAuthorization } from "../git/git-environment.js";
import { checkOutLfs } from "../lfs/check-out-lfs.js";
import { findPointers } from "../lfs/find-pointers.js";
import { counted } from "./counted.js";
import type { StepContext } from "./run-step.js";
import { timed } from "./timed.js";

export type LargeFilesInput = {
  source: Superproject;
  local: Git;
  /** The token that opens the repository. */
  findToken: () => Promise<string | null>;
  signal: AbortSignal;
};

/**
 * Fetches the files that the repository keeps in Git LFS, where the service asks for them; else says which of its files are but pointers.
 * Throws `address_refused`, `lfs_unavailable` and `build_over_limit`.
 */
export async function checkOutLargeFiles({ run, services, workDir, reporter }: StepContext, { source, local, findToken, signal }: LargeFilesInput): Promise<void> {
  if (!run.service.lfs) {
    const pointers = await findPointers(local, source.root);
    const [first] = pointers;
    if (first === undefined) return;
    const text = `${counted(pointers.length, "file")} of the repository, such as ${first.name.slice(0, 200)}, ${pointers.length === 1 ? "is" : "are"} in Git LFS: what is deployed is the pointer, not the content. Switch on Git LFS in the service's settings to fetch it.`;
    return reporter.log(text, "warn");
  }
  const isTrusted = run.options.trust !== "untrusted";
  const authorization = async (): Promise<string | null> => {
    const token = isSecret(source.url) ? await findToken() : null;
    return token === null ? null : tokenAuthorization(source.url, token);
  };
  const input = {
    local,
    source,
    // What strangers name is not kept for others, nor what others fetched given to them.
    store: isTrusted ? join(source.mirror, "lfs") : join(workDir, "lfs"),
    allowedHosts: services.allowedHosts,
    authorization,
    isTrusted,
    diskBytes: services.builds.limits.diskBytes,
    signal,
  };
  const count = await timed(reporter, { group: "checkout", name: "Git LFS" }, () => checkOutLfs(input));
  if (count > 0) reporter.log(`Fetched ${counted(count, "file")} of Git LFS`);
}
