import { randomUUID } from "node:crypto";
import type { GitFolder } from "@windlass/github/testing/git-folder";

export type FakeAccount = { uuid: string; nickname: string; type: "user" | "app_user" };

export type FakeRepository = {
  uuid: string;
  /** `workspace/name`. */
  fullName: string;
  folder: Pick<GitFolder, "path" | "git">;
  /** What people may do, by nickname. */
  access: Map<string, "read" | "write" | "admin">;
  pulls: FakePull[];
  statuses: Map<string, Record<string, unknown>>;
};

export type FakePull = {
  id: number;
  title: string;
  state: "OPEN" | "MERGED" | "DECLINED";
  draft: boolean;
  author: FakeAccount;
  source: FakeRepository;
  sourceBranch: string;
  sha: string;
  updatedAt: Date;
  comments: FakeComment[];
};

export type FakeComment = { id: number; raw: string; user: FakeAccount; deleted: boolean };

/** An access token of a repository: a program's, which may do what its scopes say. */
export type FakeToken = { account: FakeAccount; repository: FakeRepository; scopes: readonly string[] };

/** One delivery of a webhook: what stands in the request. */
export type FakeHook = { headers: Record<string, string>; body: string };

export type FakeState = {
  url: string;
  accounts: FakeAccount[];
  repositories: FakeRepository[];
  tokens: Map<string, FakeToken>;
  /** Newest first. */
  hooks: FakeHook[];
  requests: { method: string; path: string }[];
  nextId: () => number;
};

/** An answer that is an error, in Bitbucket's form. */
export class FakeError extends Error {
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const newUuid = (): string => `{${randomUUID()}}`;

export function accountOf(state: FakeState, nickname: string, type: FakeAccount["type"] = "user"): FakeAccount {
  const known = state.accounts.find((account) => account.nickname === nickname);
  if (known) return known;
  const account = { uuid: newUuid(), nickname, type };
  state.accounts.push(account);
  return account;
}
