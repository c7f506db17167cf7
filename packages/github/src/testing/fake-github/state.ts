import type { KeyObject } from "node:crypto";
import type { Json } from "./json.js";

export type FakeApp = {
  id: number;
  slug: string;
  name: string;
  owner: string;
  clientId: string;
  clientSecret: string;
  webhookSecret: string;
  privateKey: string;
  publicKey: KeyObject;
  hookUrl: string | null;
  setupUrl: string | null;
  permissions: Record<string, string>;
  events: string[];
};

export type FakeInstallation = {
  id: number;
  appId: number;
  account: string;
  accountType: "User" | "Organization";
  /** Ids of the repositories that were selected; null for all of the account. */
  selected: Set<number> | null;
  suspended: boolean;
};

export type Access = "admin" | "write" | "read" | "none";

export type FakeRepository = {
  id: number;
  owner: string;
  name: string;
  fullName: string;
  /** The git repository on disk: bare, or with a working tree. */
  path: string;
  isPrivate: boolean;
  isArchived: boolean;
  defaultBranch: string;
  /** What each person may do; nobody else may do more than read a public one. */
  access: Map<string, Access>;
  forkOf: FakeRepository | null;
  pulls: FakePull[];
  comments: FakeComment[];
  statuses: Json[];
  checks: FakeCheck[];
  deployments: FakeDeployment[];
};

export type FakePull = {
  id: number;
  number: number;
  title: string;
  body: string;
  state: "open" | "closed";
  mergedAt: string | null;
  isDraft: boolean;
  labels: string[];
  author: string;
  /** How GitHub sees the author: a stranger is `FIRST_TIME_CONTRIBUTOR` or `NONE`. */
  association: string;
  headRepository: FakeRepository;
  headRef: string;
  headSha: string;
  baseRef: string;
  updatedAt: string;
};

/** `appId`: the App that wrote it; null for a person. */
export type FakeComment = { id: number; issue: number; login: string; body: string; appId: number | null; createdAt: string; updatedAt: string; reactions: { login: string; content: string }[] };
export type FakeCheck = { id: number; sha: string; appId: number; fields: Json; annotations: Json[] };
export type FakeDeployment = { id: number; fields: Json; statuses: Json[] };

export type FakeToken = {
  value: string;
  installation: FakeInstallation;
  expiresAtMs: number;
  repositories: Set<number> | null;
  permissions: Record<string, string>;
  /** Whose fine-grained token it is; null for one of an App. */
  login: string | null;
};

export type FakeDelivery = {
  id: number;
  guid: string;
  event: string;
  action: string | null;
  appId: number;
  installationId: number | null;
  repositoryId: number | null;
  deliveredAt: string;
  redelivery: boolean;
  /** 0 when the server could not be reached. */
  statusCode: number;
  payload: string;
};

/** What makes the next requests that match fail. */
export type Failure = {
  method?: string;
  path: RegExp;
  /** `drop` ends the connection without an answer. */
  answer: "drop" | { status: number; message: string; headers?: Record<string, string> };
  times?: number;
};

export type RateLimit = { limit: number; remaining: number; resetAtMs: number };

/** All that the fake knows. */
export type FakeState = {
  /** Where it listens, as people would open it. */
  url: string;
  apps: FakeApp[];
  /** Codes of the manifest flow, each good for once. */
  codes: Map<string, { app: FakeApp; expiresAtMs: number }>;
  installations: FakeInstallation[];
  repositories: FakeRepository[];
  tokens: FakeToken[];
  deliveries: FakeDelivery[];
  failures: Failure[];
  /** Which requests are done and never answered. */
  loses: (request: { method: string; path: string }) => boolean;
  rateLimit: RateLimit;
  tokenLifetimeMs: number;
  /** Every request, and every answer by the route that gave it. */
  requests: { method: string; path: string }[];
  answers: { route: string; status: number; body: unknown }[];
  nextId: () => number;
  /** The number of a person, the same each time. */
  userId: (login: string) => number;
};

/** An answer that is an error, in GitHub's form. */
export class FakeError extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly errors: unknown[] | undefined;

  constructor(status: number, message: string, options: { headers?: Record<string, string>; errors?: unknown[] } = {}) {
    super(message);
    this.status = status;
    this.headers = options.headers ?? {};
    this.errors = options.errors;
  }
}
