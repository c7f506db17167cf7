import { join } from "node:path";
import { checkOutSubmodules, type Superproject } from "../git/check-out-submodules.js";
import type { Git } from "../git/git.js";
import { withRemote, type Remote } from "../git/with-remote.js";
import type { StepContext } from "./run-step.js";

export type ModulesInput = {
  source: Superproject;
  local: Git;
  /** Git for the repository's own host, with what opens it, or for another place, with nothing. */
  openGit: (url: string, remote: Remote, isOwnHost: boolean) => Promise<Git>;
};

/**
 * Fetches the submodules of what is checked out. What opens the repository opens those at its own host as well; code of strangers, who
 * could name any repository there, gets nothing of it.
 */
export async function checkOutModules({ run, services, workDir, reporter, lease }: StepContext, { source, local, openGit }: ModulesInput): Promise<void> {
  const log = (text: string): void => reporter.log(text);
  const isTrusted = run.options.trust !== "untrusted";
  const count = await checkOutSubmodules(
    {
      local,
      // What was read with a key is no stranger's to find there.
      mirrors: join(services.dataDir, "repositories", `${run.repository.id}-submodules${isTrusted ? "" : "-untrusted"}`),
      keepAs: `refs/windlass/${run.id}-${lease.fence.epoch}`,
      log,
      withGit: (url, work) => {
        const isOwnHost = isTrusted && hostAndWay(url) === hostAndWay(run.repository.url);
        const repository = isOwnHost ? { ...run.repository, url } : { id: run.repository.id, url, accessToken: null, deployKey: null, sshHostKey: run.repository.sshHostKey };
        return withRemote(services, { repository, folder: workDir, log }, async (remote) => work(await openGit(url, remote, isOwnHost)));
      },
    },
    source,
  );
  if (count > 0) reporter.log(`Checked out ${count === 1 ? "1 submodule" : `${count} submodules`}`);
}

/** Scheme, user, host and port: what a key or token is for. */
function hostAndWay(url: string): string {
  return /^(?:[a-z]+:\/\/[^/]+|[^:/]+)/i.exec(url)?.[0].toLowerCase() ?? url;
}
