import { WindlassError } from "@windlass/contracts/error";
import { systemContext } from "@windlass/operations/context";
import type { ChangesSource } from "@windlass/operations/delivery/changed-files";
import { openRepository } from "@windlass/operations/repository/open-repository";
import type { WorkerServices } from "../services.js";
import { listChanges } from "./list-changes.js";
import { withRepositoryGit } from "./with-repository-git.js";

/** A push that waits for a slow repository is deployed rather than held up for longer. */
const timeoutMs = 60_000;

/** What a push changes, by git itself; null, and a line in the log, where git cannot say. */
export function askGitForChanges(services: WorkerServices): ChangesSource {
  return async ({ repositoryId, before, after }) => {
    try {
      const repository = await openRepository(systemContext(services.db, services.owner), { id: repositoryId, keyring: services.keyring });
      const { url, defaultBranch } = repository;
      return await withRepositoryGit(services, { repository, timeoutMs }, (opened) => listChanges(opened, { url, before, after, defaultBranch }));
    } catch (error) {
      if (!(error instanceof WindlassError)) throw error;
      services.logger.warn({ err: error, repositoryId, after }, "what a push changes is not known: it deploys");
      return null;
    }
  };
}
