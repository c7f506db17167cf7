/** Forges that a repository's own access token opens; GitHub has its Apps besides. */
export const tokenForgeProviders = ["gitlab", "bitbucket"] as const;
export type TokenForgeProvider = (typeof tokenForgeProviders)[number];

export const forgeKinds = ["github", ...tokenForgeProviders] as const;
export type ForgeKind = (typeof forgeKinds)[number];

/**
 * What Windlass asks of the service that keeps a team's repositories, in GitHub's words: a merge request of GitLab is a pull request
 * here. Repositories are named in full (`owner/name`), people by the service's own id, which nobody can forge
 * (a commit's author is only text). All methods throw the `forge_…` errors of error.ts; `forge_unsupported` where the service has no such thing.
 */
export type Forge = {
  readRepository(fullName: string): Promise<ForgeRepository>;
  /** Every branch and the commit that it points at. */
  readBranchHeads(fullName: string): Promise<BranchHead[]>;
  /** The bytes of one file at a ref; null when there is none. */
  readFile(place: FilePlace): Promise<Buffer | null>;
  /** What a person may do in the repository. Nothing, where `id` is given and the login is somebody else's by now. */
  readPermission(input: { fullName: string; login: string; id?: string }): Promise<ForgePermission>;
  writeStatus(status: CommitStatus): Promise<void>;
  /** Makes a check run, or changes the one with this id. Not tried again: who asks twice looks for it first. */
  writeCheck(check: CheckRun): Promise<WrittenCheck>;
  /** The check run that was made with this external id before; null when there is none. */
  findCheck(place: { fullName: string; sha: string; name: string; externalId: string }): Promise<FoundCheck | null>;
  /** The comment that was written with this marker before, by Windlass and nobody else; null when there is none. */
  findOwnComment(place: CommentPlace): Promise<ForgeComment | null>;
  /** Writes the one comment with this marker: edits it in place where it is, else makes it. */
  writeComment(comment: CommentPlace & { body: string }): Promise<ForgeComment>;
  /** Answers a comment with a sign. The same sign again changes nothing. */
  react(reaction: ForgeReaction): Promise<void>;
  /** Tells of a deployment to an environment. Gives its id. */
  createDeployment(deployment: NewForgeDeployment): Promise<string>;
  /** The deployment that was made with this external id before; null when there is none. */
  findDeployment(place: { fullName: string; sha: string; environment: string; externalId: string }): Promise<string | null>;
  writeDeploymentStatus(status: ForgeDeploymentStatus): Promise<void>;
  readPullRequest(place: PullRequestPlace): Promise<PullRequest>;
  listPullRequestFiles(place: PullRequestPlace): Promise<ChangedFile[]>;
  listOpenPullRequests(fullName: string): Promise<PullRequest[]>;
};

export type ForgeRepository = {
  fullName: string;
  /** What git clones over HTTPS. */
  cloneUrl: string;
  url: string;
  defaultBranch: string;
  isPrivate: boolean;
  isArchived: boolean;
  description: string;
};

export type BranchHead = { name: string; sha: string };
export type FilePlace = { fullName: string; path: string; ref: string };
export type ForgePermission = "none" | "read" | "write" | "admin";
export type ForgeUser = { id: string; login: string };

export type CommitStatus = {
  fullName: string;
  sha: string;
  state: "pending" | "success" | "failure" | "error";
  /** Names the status among those of the commit; the next one with this name takes its place. */
  context: string;
  description: string;
  url: string | null;
};

export type CheckAnnotation = {
  path: string;
  startLine: number;
  endLine: number;
  level: "notice" | "warning" | "failure";
  title: string;
  message: string;
};

export type CheckRun = {
  fullName: string;
  /** The run to change; null makes one. */
  id: string | null;
  name: string;
  sha: string;
  /** Windlass' own word for it, by which it is found again. */
  externalId: string;
  /** A conclusion ends the run. */
  status: "queued" | "in_progress" | { conclusion: "success" | "failure" | "neutral" | "cancelled" | "skipped" | "action_required" | "timed_out" };
  title: string;
  /** Markdown, as is `text`. */
  summary: string;
  text?: string;
  url: string | null;
  /** Added to those that the run has already. */
  annotations?: readonly CheckAnnotation[];
};

export type WrittenCheck = { id: string; url: string | null };
/** With how many annotations it has. */
export type FoundCheck = WrittenCheck & { annotationCount: number };

export const forgeReactions = ["+1", "-1", "confused", "eyes", "rocket"] as const;
export type ForgeReaction = PullRequestPlace & { commentId: string; reaction: (typeof forgeReactions)[number] };

/** `marker`: a word of Windlass's own, hidden in the comment, by which it is found again. */
export type CommentPlace = { fullName: string; number: number; marker: string };
export type ForgeComment = { id: string; body: string; url: string };

export type NewForgeDeployment = {
  fullName: string;
  sha: string;
  environment: string;
  /** Windlass' own word for it, by which it is found again. */
  externalId: string;
  description: string;
  isProduction: boolean;
  /** An environment that will be gone one day, as a preview. */
  isTransient: boolean;
};

export type ForgeDeploymentStatus = {
  fullName: string;
  deploymentId: string;
  state: "queued" | "in_progress" | "success" | "failure" | "error" | "inactive";
  description: string;
  logUrl: string | null;
  environmentUrl: string | null;
};

export type PullRequestPlace = { fullName: string; number: number };

export const forgePullStates = ["open", "closed", "merged"] as const;

export type PullRequest = {
  number: number;
  title: string;
  url: string;
  state: (typeof forgePullStates)[number];
  isDraft: boolean;
  labels: string[];
  /** Null for a deleted account. */
  author: ForgeUser | null;
  /** `repository` is null when the fork is gone. */
  head: { sha: string; ref: string; repository: string | null };
  base: { sha: string; ref: string };
  /** Its commits come from another repository than the one it asks to change. */
  isFork: boolean;
  /** The forge's own time of its last change: of two answers the later one is right. */
  updatedAt: string;
};

export type ChangedFile = {
  path: string;
  /** What a renamed file was called. */
  previousPath: string | null;
  status: "added" | "modified" | "removed" | "renamed";
  additions: number;
  deletions: number;
};
