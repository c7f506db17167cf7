import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { WindlassError } from "@windlass/contracts/error";
import { createMasker } from "@windlass/operations/masking/masker";
import type { OpenRepository } from "@windlass/operations/repository/open-repository";
import type { WorkerServices } from "../services.js";
import { openGit, type Git } from "./git.js";
import { gitEnvironment } from "./git-environment.js";
import { findInstallationToken, type TokenServices } from "./installation-token.js";
import { withRemote } from "./with-remote.js";

export type RepositoryGit = {
  /** Git with the repository's own access. */
  git: Git;
  /** The bare repository that keeps what was fetched before. */
  mirror: string;
};

/** Runs `work` with git for one repository outside of a deployment: for at most `timeoutMs` per command. */
export async function withRepositoryGit<T>(
  services: TokenServices & Pick<WorkerServices, "dataDir" | "shutdown" | "logMasker" | "logger" | "allowedHosts">,
  { repository, timeoutMs }: { repository: OpenRepository; timeoutMs: number },
  work: (opened: RepositoryGit) => Promise<T>,
): Promise<T> {
  const { dataDir, shutdown, logMasker, logger } = services;
  const onRefusal = ({ message, hint }: WindlassError): void => logger.warn({ repository: repository.url }, `${message} ${hint}`);
  const accessToken = repository.accessToken ?? (await findInstallationToken(services, repository.url, { onToken: (token) => logMasker.add([token]), onRefusal }));
  const secrets = accessToken === null ? [] : [accessToken];
  logMasker.add(secrets);
  const masker = createMasker(secrets);
  const cwd = join(dataDir, "look", randomUUID());
  await mkdir(cwd, { recursive: true });
  await mkdir(join(dataDir, "repositories"), { recursive: true });
  try {
    const configFile = join(cwd, "gitconfig");
    // Git refuses a folder of another user unless a configuration file, not only its environment, trusts it.
    const trusted = repository.url.startsWith("/") ? [repository.url, join(repository.url, ".git")] : [];
    await writeFile(configFile, `[safe]\n${trusted.map((path) => `\tdirectory = ${JSON.stringify(path)}\n`).join("")}`);
    const log = (text: string): void => logger.info({ repository: repository.url }, text);
    return await withRemote(services, { repository, folder: cwd, log }, (remote) => {
      const env = gitEnvironment({ repository: { ...repository, accessToken }, remote, configFile });
      const git = openGit({ env, cwd, timeoutMs, signal: shutdown, mask: (text) => masker.text(text) });
      return work({ git, mirror: join(dataDir, "repositories", `${repository.id}.git`) });
    });
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
