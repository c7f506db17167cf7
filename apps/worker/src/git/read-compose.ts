import { composeFileNames, longestComposeText } from "@windlass/contracts/compose";
import { WindlassError } from "@windlass/contracts/error";
import { saveComposeFile, type FoundCompose } from "@windlass/operations/compose/compose-file";
import { systemContext } from "@windlass/operations/context";
import { openRepository, type OpenRepository } from "@windlass/operations/repository/open-repository";
import type { WorkerServices } from "../services.js";
import { fetchCommit } from "./fetch-commit.js";
import { resolveRef } from "./resolve-ref.js";
import { withRepositoryGit, type RepositoryGit } from "./with-repository-git.js";

const timeoutMs = 60_000;

/** Reads the compose file at the head of a repository's default branch, and keeps it or why it could not be read. */
export async function readCompose(services: WorkerServices, repositoryId: string): Promise<void> {
  const context = systemContext(services.db, services.owner);
  try {
    const repository = await openRepository(context, { id: repositoryId, keyring: services.keyring });
    await saveComposeFile(context, await withRepositoryGit(services, { repository, timeoutMs }, (opened) => find(opened, repository)));
  } catch (error) {
    if (!(error instanceof WindlassError)) throw error;
    await saveComposeFile(context, { repositoryId, file: null, content: null, commitSha: null, problem: `${error.message} ${error.hint}` });
  }
}

async function find({ git, mirror }: RepositoryGit, { id, url, defaultBranch }: OpenRepository): Promise<FoundCompose> {
  const resolved = await resolveRef({ git, url, ref: defaultBranch });
  const { sha } = resolved;
  await fetchCommit({ git, mirror, url, resolved, keepAs: "refs/windlass/compose" });
  for (const file of composeFileNames) {
    const listed = await git.run(["--git-dir", mirror, "ls-tree", "--long", sha, "--", file]);
    if (!listed.ok) continue;
    const [mode, type, , size] = listed.stdout.split(/\s+/);
    // A link would name another file, which is none of the config.
    if (type !== "blob" || mode === "120000") continue;
    if (Number(size) > longestComposeText) throw new WindlassError("config_invalid", `${file} is larger than ${longestComposeText} bytes.`);
    const shown = await git.run(["--git-dir", mirror, "cat-file", "blob", `${sha}:${file}`]);
    if (shown.ok) return { repositoryId: id, file, content: shown.stdout.replaceAll("\0", ""), commitSha: sha, problem: null };
  }
  return { repositoryId: id, file: null, content: null, commitSha: sha, problem: null };
}
