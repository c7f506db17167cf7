import { mkdir, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { WindlassError } from "@windlass/contracts/error";
import type { Commit } from "@windlass/contracts/release";
import { changedText } from "@windlass/contracts/upload";
import { pullRefPattern } from "@windlass/contracts/pull-words";
import type { CurrentRelease } from "@windlass/operations/deployment-run/read-current-release";
import { reuseRelease } from "@windlass/operations/deployment-run/reuse-release";
import { saveCommit } from "@windlass/operations/deployment-run/save-commit";
import { withinLimits } from "../../build/isolation/within-limits.js";
import { checkOutCommit } from "../../git/check-out-commit.js";
import { fetchCommit } from "../../git/fetch-commit.js";
import { openGit, type Git } from "../../git/git.js";
import { gitEnvironment } from "../../git/git-environment.js";
import { findInstallationToken } from "../../git/installation-token.js";
import { readCommit } from "../../git/read-commit.js";
import { resolveRef, unreachable } from "../../git/resolve-ref.js";
import { checkOutLargeFiles } from "../check-out-large-files.js";
import { checkOutModules } from "../check-out-modules.js";
import { counted } from "../counted.js";
import type { StepContext, StepResult } from "../run-step.js";
import { withRemote, type Remote } from "../../git/with-remote.js";
import { unpackUpload } from "../../upload/unpack-upload.js";
import { findSameRelease } from "../same-inputs.js";
import { findServiceDirectory } from "../service-directory.js";
import { timed } from "../timed.js";

/** The service's files at one commit. */
export type Source = {
  reused: false;
  commit: Commit;
  /** The repository's root. */
  root: string;
  /** The service's directory, inside the root. */
  directory: string;
};

/** The stage runs a release that was built from the same inputs: there is nothing to build. */
export type Reused = { reused: true };

/**
 * Gets the files of the commit, or of the upload, unless the stage runs what they would become. A second run takes the commit that the first one found, whatever the branch is by then.
 * Throws `repository_unreachable`, `ref_not_found`, `lfs_unavailable`, `address_refused`, `directory_not_found`, `upload_missing`, `upload_invalid` or, for a commit of too many or too large files, `build_over_limit`.
 */
export async function checkOut(context: StepContext): Promise<StepResult<Source | Reused>> {
  const { upload } = context.run.options;
  if (upload === undefined) return checkOutRepository(context);
  const same = await findSameRelease(context, upload.commit.sha);
  return same ? reuse(context, same) : takeUpload(context, upload);
}

async function takeUpload(context: StepContext, upload: NonNullable<StepContext["run"]["options"]["upload"]>): Promise<StepResult<Source>> {
  const { run, services, workDir, signal, reporter } = context;
  const { commit } = upload;
  const root = join(workDir, "source");
  reporter.log(`Unpacking what ${upload.by} uploaded, of commit ${commit.sha.slice(0, 12)} with ${changedText(upload.changedFiles)}`);
  const { files, sizeBytes } = await timed(reporter, { group: "checkout", name: "upload" }, () => unpackUpload(services, { hash: upload.hash, target: root, signal }));
  const directory = await findServiceDirectory(root, run.service.rootDirectory);
  reporter.log(`Unpacked ${counted(files, "file")} (${Math.ceil(sizeBytes / 1024)} kB): ${commit.message} (${commit.author})`);
  return { output: { commit, upload: upload.id, files }, store: () => ({ reused: false, commit, root, directory }) };
}

async function checkOutRepository(context: StepContext): Promise<StepResult<Source | Reused>> {
  const { run, services, workDir, reporter } = context;
  const { url } = run.repository;
  const root = join(workDir, "source");
  const mirror = join(services.dataDir, "repositories", `${run.repository.id}.git`);

  const branch = run.ref ?? run.stage.branch ?? run.repository.defaultBranch;
  const isPull = pullRefPattern.test(branch);
  const fetch = async (git: Git, ref: string) => {
    reporter.log(`Fetching ${ref} from ${url}`);
    return timed(reporter, { group: "fetch", name: ref }, async () => {
      const resolved = await resolveRef({ git, url, ref });
      const same = await findSameRelease(context, resolved.sha);
      if (same) return { same };
      await fetchCommit({ git, url, mirror, resolved, keepAs: `refs/windlass/${run.id}-${context.lease.fence.epoch}`, alsoIn: isPull ? branch : null });
      return { resolved };
    });
  };
  if (url.startsWith("/")) await checkFolder(url);
  const log = (text: string): void => reporter.log(text);
  const fetched = await withRemote(services, { repository: run.repository, folder: workDir, log }, async (remote) => {
    const git = await openRunGit(context, remote);
    return fetch(git, run.commit?.sha ?? branch).catch((error: unknown) => {
      // A forced push took the pushed commit away before it was fetched: the branch's newest one takes its place (F21).
      // Never so with a pull request: what was approved or asked for is this commit and no other (S15).
      const gone = run.commit !== null && !isPull && run.options.trust !== "untrusted" && error instanceof WindlassError && error.code === "ref_not_found";
      if (!gone) throw error;
      reporter.log(error.message, "warn");
      return fetch(git, branch);
    });
  });
  if ("same" in fetched) return reuse(context, fetched.same);
  const { sha } = fetched.resolved;
  const limit = { limits: services.builds.limits, folders: [workDir], subject: "The checkout" };
  const [commit] = await timed(reporter, { group: "checkout", name: sha.slice(0, 12) }, () =>
    withinLimits(limit, async (over) => {
      const local = await openLocalGit(context, over);
      const done = await Promise.all([readCommit({ git: local, mirror, sha }), checkOutCommit({ git: local, mirror, sha, target: root })]);
      const source = { url, mirror, sha, root };
      await checkOutLargeFiles(context, { source, local, findToken: () => findRepositoryToken(context), signal: AbortSignal.any([context.signal, over]) });
      if (run.service.submodules) {
        const openGitFor = (at: string, remote: Remote, isOwnHost: boolean): Promise<Git> => openRunGit(context, remote, { url: at, isOwnHost, over });
        await checkOutModules(context, { source, local, openGit: openGitFor });
      }
      return done;
    }),
  );
  const directory = await findServiceDirectory(root, run.service.rootDirectory);
  reporter.log(`Checked out ${commit.sha.slice(0, 12)} ${commit.message} (${commit.author})`);
  return {
    output: { commit },
    store: async (tx) => {
      await saveCommit(tx, context.masker.json(commit));
      return { reused: false, commit, root, directory };
    },
  };
}

function reuse({ reporter }: StepContext, { commit, number, releaseId }: CurrentRelease): StepResult<Reused> {
  reporter.log(`${commit.sha.slice(0, 12)} ${commit.message} (${commit.author})`);
  reporter.log(`Release ${number}, which the stage runs, was built of this commit with the same settings: it is not built again.`);
  return {
    output: { commit, reused: number },
    store: async (tx) => {
      await saveCommit(tx, commit);
      await reuseRelease(tx, releaseId);
      return { reused: true };
    },
  };
}

const gitTimeoutMs = 10 * 60_000;

/** Git for the repository, or for one at another address, which gets the repository's token only at the same host. */
async function openRunGit(context: StepContext, remote: Remote, other?: { url: string; isOwnHost: boolean; over: AbortSignal }): Promise<Git> {
  const { run } = context;
  const url = other?.url ?? run.repository.url;
  const accessToken = other?.isOwnHost === false ? null : (run.repository.accessToken ?? (await findToken(context, url)));
  const defaults = await gitDefaults(context);
  const signal = other === undefined ? defaults.signal : AbortSignal.any([defaults.signal, other.over]);
  return openGit({ ...defaults, signal, env: gitEnvironment({ repository: { url, accessToken }, remote, configFile: configFileOf(context) }) });
}

async function findRepositoryToken(context: StepContext): Promise<string | null> {
  const { url, accessToken } = context.run.repository;
  return accessToken ?? (await findToken(context, url));
}

function findToken({ services, masker, reporter }: StepContext, url: string): Promise<string | null> {
  return findInstallationToken(services, url, {
    onToken: (token) => masker.add([token]),
    onRefusal: ({ message, hint }) => reporter.log(`${message} ${hint}`, "warn"),
  });
}

/** Git for the mirror and the working copy: files of this server, and no secret. */
async function openLocalGit(context: StepContext, over: AbortSignal): Promise<Git> {
  const local = { url: "/", accessToken: null };
  const defaults = await gitDefaults(context);
  return openGit({ ...defaults, signal: AbortSignal.any([defaults.signal, over]), env: gitEnvironment({ repository: local, configFile: configFileOf(context) }) });
}

const configFileOf = (context: StepContext): string => join(context.workDir, "gitconfig");

async function gitDefaults({ run, workDir, signal, masker, services }: StepContext) {
  await mkdir(join(services.dataDir, "repositories"), { recursive: true });
  await mkdir(workDir, { recursive: true });
  // Git refuses a folder of another user unless a configuration file, not only its environment, trusts it.
  const trusted = run.repository.url.startsWith("/") ? [run.repository.url, join(run.repository.url, ".git")] : [];
  await writeFile(join(workDir, "gitconfig"), `[safe]\n${trusted.map((path) => `\tdirectory = ${JSON.stringify(path)}\n`).join("")}`);
  return { cwd: workDir, timeoutMs: gitTimeoutMs, signal, mask: (text: string) => masker.text(text) };
}

async function checkFolder(path: string): Promise<void> {
  const found = await stat(path).catch(() => null);
  if (!found?.isDirectory()) throw unreachable(path, "there is no such folder on the server");
}
