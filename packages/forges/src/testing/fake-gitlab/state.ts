import type { GitFolder } from "@windlass/github/testing/git-folder";

export type FakeUser = { id: number; username: string };

export type FakeProject = {
  id: number;
  /** `group/subgroup/name`. */
  fullName: string;
  folder: Pick<GitFolder, "path" | "git">;
  visibility: "private" | "public";
  /** Access levels by user name: 10 guest, 20 reporter, 30 developer, 40 maintainer, 50 owner. */
  members: Map<string, number>;
  mergeRequests: FakeMergeRequest[];
  statuses: FakeStatus[];
  environments: FakeEnvironment[];
  deployments: FakeDeployment[];
};

export type FakeMergeRequest = {
  id: number;
  iid: number;
  title: string;
  state: "opened" | "closed" | "merged";
  draft: boolean;
  labels: string[];
  author: FakeUser;
  source: FakeProject;
  sourceBranch: string;
  targetBranch: string;
  sha: string;
  updatedAt: Date;
  notes: FakeNote[];
};

export type FakeNote = { id: number; author: FakeUser; body: string; system: boolean; awards: { name: string; user: FakeUser }[] };
export type FakeStatus = { id: number; sha: string; name: string; status: string; description: string | null; target_url: string | null };
export type FakeEnvironment = { id: number; name: string; tier: string | null; external_url: string | null; state: "available" | "stopped" };
export type FakeDeployment = { id: number; sha: string; ref: string; status: string; user: FakeUser; environment: FakeEnvironment };

/** One delivery of a webhook: what stands in the request. */
export type FakeHook = { headers: Record<string, string>; body: string };

/** What makes the next requests that match fail. */
export type Failure = { method?: string; path: RegExp; status: number; message: string; headers?: Record<string, string> };

export type FakeState = {
  url: string;
  users: FakeUser[];
  projects: FakeProject[];
  tokens: Map<string, FakeUser>;
  /** Newest first. */
  hooks: FakeHook[];
  failures: Failure[];
  requests: { method: string; path: string }[];
  nextId: () => number;
};

/** An answer that is an error, in GitLab's form. */
export class FakeError extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;

  constructor(status: number, message: string, headers: Record<string, string> = {}) {
    super(message);
    this.status = status;
    this.headers = headers;
  }
}

export function userOf(state: FakeState, username: string): FakeUser {
  const known = state.users.find((user) => user.username === username);
  if (known) return known;
  const user = { id: state.nextId(), username };
  state.users.push(user);
  return user;
}
