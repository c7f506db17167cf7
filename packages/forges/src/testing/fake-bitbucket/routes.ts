import { at } from "@windlass/github/testing/fake-github/json";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { describeAccount, describeComment, describePull, describeRepository } from "./describe.js";
import { FakeError, type FakePull, type FakeRepository, type FakeState, type FakeToken } from "./state.js";

type Asked = { token: FakeToken; repository: FakeRepository; request: FastifyRequest };

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const param = (request: FastifyRequest, name: string): string => text(at(request.params, name));

/** The REST API below `/2.0`; the README has the pages of its documentation. */
export function apiRoutes(scope: FastifyInstance, state: FakeState): void {
  const route = (method: "GET" | "POST" | "PUT", url: string, scopeName: string, answer: (asked: Asked) => unknown): void => {
    scope.route({ method, url: `/repositories/:workspace/:name${url}`, handler: async (request) => answer({ ...open(state, request, scopeName), request }) });
  };
  scope.get("/user", () => {
    throw new FakeError(403, "Token is invalid or not supported for this endpoint.");
  });
  scope.get("/workspaces/:workspace/permissions/repositories/:name", (request) => {
    const { repository } = open(state, request, "account");
    return page(request, permissions(state, repository).filter(({ user }) => text(at(request.query, "q")).includes(user.uuid)));
  });
  route("GET", "", "repository", ({ repository }) => describeRepository(state, repository));
  route("GET", "/permissions-config/users/:user", "repository:admin", ({ repository, request }) => found(permissions(state, repository).find(({ user }) => user.uuid === param(request, "user")), "No such permission"));
  gitRoutes(route);
  pullRoutes(state, route);
  route("POST", "/commit/:commit/statuses/build", "repository", ({ repository, request }) => {
    const [key, buildState, url] = ["key", "state", "url"].map((field) => text(at(request.body, field)));
    if (!key || key.length > 40 || !url || !["INPROGRESS", "SUCCESSFUL", "FAILED", "STOPPED"].includes(buildState ?? "")) throw new FakeError(400, "Bad request");
    const status = { type: "build", ...Object(request.body), commit: param(request, "commit") };
    repository.statuses.set(`${param(request, "commit")} ${key}`, status);
    return status;
  });
}

type Route = (method: "GET" | "POST" | "PUT", url: string, scopeName: string, answer: (asked: Asked) => unknown) => void;

function gitRoutes(route: Route): void {
  route("GET", "/refs/branches", "repository", async ({ repository, request }) => {
    const rows = (await repository.folder.git("for-each-ref", "--format=%(objectname) %(refname:short)", "refs/heads/")).split("\n");
    return page(request, rows.map((row) => ({ type: "branch", name: row.slice(41), target: { type: "commit", hash: row.slice(0, 40) } })));
  });
  route("GET", "/commit/:commit", "repository", async ({ repository, request }) => {
    const hash = await repository.folder.git("rev-parse", "--verify", "--quiet", "--end-of-options", `${param(request, "commit")}^{commit}`).catch(() => "");
    if (hash === "") throw new FakeError(404, "Commit not found");
    return { type: "commit", hash, message: "A commit\n" };
  });
  route("GET", "/src/:commit/*", "repository", async ({ repository, request }) =>
    repository.folder.git("show", "--end-of-options", `${param(request, "commit")}:${param(request, "*")}`).then((content) => `${content}\n`, () => {
      throw new FakeError(404, "No such file");
    }),
  );
}

function pullRoutes(state: FakeState, route: Route): void {
  const pullOf = ({ repository, request }: Asked): FakePull => found(repository.pulls.find(({ id }) => String(id) === param(request, "id")), "No such pull request");
  const describe = (asked: Asked, pull: FakePull) => describePull(state, { repository: asked.repository, pull });
  route("GET", "/pullrequests", "pullrequest", (asked) => page(asked.request, asked.repository.pulls.filter((pull) => pull.state === at(asked.request.query, "state")).map((pull) => describe(asked, pull))));
  route("GET", "/pullrequests/:id", "pullrequest", (asked) => describe(asked, pullOf(asked)));
  route("GET", "/pullrequests/:id/diffstat", "pullrequest", async (asked) => page(asked.request, await diffstat(asked.repository, pullOf(asked))));
  route("GET", "/pullrequests/:id/comments", "pullrequest", (asked) => page(asked.request, pullOf(asked).comments.map((comment) => describeComment(state, { repository: asked.repository, pull: pullOf(asked), comment }))));
  route("POST", "/pullrequests/:id/comments", "pullrequest:write", (asked) => {
    const comment = { id: state.nextId(), raw: rawOf(asked.request), user: asked.token.account, deleted: false };
    pullOf(asked).comments.push(comment);
    return describeComment(state, { repository: asked.repository, pull: pullOf(asked), comment });
  });
  route("PUT", "/pullrequests/:id/comments/:comment", "pullrequest:write", (asked) => {
    const comment = found(pullOf(asked).comments.find(({ id }) => String(id) === param(asked.request, "comment")), "No such comment");
    if (comment.user !== asked.token.account) throw new FakeError(403, "You are not the author of this comment.");
    comment.raw = rawOf(asked.request);
    return describeComment(state, { repository: asked.repository, pull: pullOf(asked), comment });
  });
}

async function diffstat({ folder }: FakeRepository, { sha }: FakePull) {
  const names = new Map((await folder.git("diff", "--name-status", "-M", `refs/heads/main...${sha}`)).split("\n").filter(Boolean).map((row) => [row.split("\t").at(-1) ?? "", row.split("\t")]));
  const counts = (await folder.git("diff", "--numstat", "--no-renames", `refs/heads/main...${sha}`)).split("\n").map((row) => row.split("\t"));
  return [...names].map(([path, [kind = "", before = ""]]) => {
    const [added = "0", removed = "0"] = kind.startsWith("R") ? [] : (counts.find((row) => row[2] === path) ?? []);
    const status = { A: "added", D: "removed", R: "renamed" }[kind[0] ?? ""] ?? "modified";
    return { type: "diffstat", status, lines_added: Number(added), lines_removed: Number(removed), old: kind === "A" ? null : { path: before }, new: kind === "D" ? null : { path } };
  });
}

const longestComment = 32_768;

function rawOf(request: FastifyRequest): string {
  const raw = text(at(request.body, "content", "raw"));
  if (raw === "" || raw.length > longestComment) throw new FakeError(400, "content: Bad content");
  return raw;
}

function permissions(state: FakeState, { access }: FakeRepository) {
  return state.accounts.flatMap((account) => {
    const permission = access.get(account.nickname);
    return permission === undefined ? [] : [{ type: "repository_permission", permission, user: describeAccount(account) }];
  });
}

/** One page of a list; the address of the next one is whole. */
function page<T>(request: FastifyRequest, rows: readonly T[]) {
  const length = Number(at(request.query, "pagelen") ?? 10);
  const number = Number(at(request.query, "page") ?? 1);
  const next = new URL(request.url, `${request.protocol}://${request.host}`);
  next.searchParams.set("page", String(number + 1));
  return { pagelen: length, page: number, size: rows.length, values: rows.slice((number - 1) * length, number * length), ...(number * length < rows.length ? { next: next.href } : {}) };
}

function found<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new FakeError(404, message);
  return value;
}

/** The repository that a token is for; any other does not exist for it, and what it has no scope for is forbidden. */
function open(state: FakeState, request: FastifyRequest, scopeName: string): { token: FakeToken; repository: FakeRepository } {
  const token = state.tokens.get(text(request.headers.authorization).replace(/^Bearer /, ""));
  if (!token) throw new FakeError(401, "Token is invalid, expired, or not supported for this endpoint.");
  if (token.repository.fullName !== `${param(request, "workspace")}/${param(request, "name")}`) throw new FakeError(404, "Repository not found");
  if (!token.scopes.includes(scopeName)) throw new FakeError(403, "Your credentials lack one or more required privilege scopes.");
  return { token, repository: token.repository };
}
