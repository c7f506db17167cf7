import { randomUUID } from "node:crypto";
import Fastify, { type FastifyInstance } from "fastify";
import { makeApp, type AppSettings } from "./make-app.js";
import { playEvents, type EventPlayer } from "./play-events.js";
import { appRoutes } from "./routes/app.js";
import { gitRoutes } from "./routes/git-http.js";
import { pageRoutes } from "./routes/pages.js";
import { reportRoutes } from "./routes/reports.js";
import { repositoryRoutes } from "./routes/repository.js";
import { FakeError, type Access, type Failure, type FakeApp, type FakeInstallation, type FakeRepository, type FakeState } from "./state.js";

export type FakeGithub = EventPlayer & {
  /** All that it knows; tests read it and may change it. */
  state: FakeState;
  /** As people would open it; the API is at `/api/v3`, as on a GitHub Enterprise Server. */
  url: string;
  addRepository(input: { fullName: string; path: string; isPrivate?: boolean; defaultBranch?: string; access?: Record<string, Access>; forkOf?: FakeRepository }): FakeRepository;
  /** An App that is there already, as if it had come by a manifest. */
  addApp(settings?: Partial<AppSettings>): FakeApp;
  install(app: FakeApp, input: { account: string; repositories?: FakeRepository[] }): FakeInstallation;
  /** A fine-grained token of a person for these repositories, which may do all that such a token can. */
  addToken(login: string, repositories: FakeRepository[]): string;
  /** Makes the next requests that match fail. */
  fail(failure: Failure): void;
  /** Does the requests that are picked from now on, and ends their connections without an answer. */
  loseAnswers(picks: (request: { method: string; path: string }) => boolean): void;
  /** Every token that was given out is too old from now on. */
  expireTokens(): void;
  close(): Promise<void>;
};

const tokenLifetimeMs = 60 * 60_000;
const hourlyRequests = 5_000;

/** Opens the fake on a free port of this machine; see its README. */
export async function openFakeGithub(): Promise<FakeGithub> {
  const state = newState();
  const server = Fastify({ bodyLimit: 2 * 1024 * 1024, forceCloseConnections: true, routerOptions: { maxParamLength: 2_000 } });
  server.addContentTypeParser("application/x-www-form-urlencoded", { parseAs: "string" }, (_request, body, done) => done(null, readForm(String(body))));
  answerErrors(server);
  watch(server, state);
  await server.register(async (scope) => {
    limitRate(scope, state);
    appRoutes(scope, state);
    repositoryRoutes(scope, state);
    reportRoutes(scope, state);
  }, { prefix: "/api/v3" });
  pageRoutes(server, state);
  gitRoutes(server, state);
  state.url = await server.listen({ host: "127.0.0.1", port: 0 });
  return { ...controls(state), ...playEvents(state), state, url: state.url, close: () => server.close() };
}

function newState(): FakeState {
  let last = 1_000;
  const users = new Map<string, number>();
  const nextId = (): number => (last += 1);
  return {
    url: "",
    apps: [],
    codes: new Map(),
    installations: [],
    repositories: [],
    tokens: [],
    deliveries: [],
    failures: [],
    loses: () => false,
    rateLimit: { limit: hourlyRequests, remaining: hourlyRequests, resetAtMs: Date.now() + 60 * 60_000 },
    tokenLifetimeMs,
    requests: [],
    answers: [],
    nextId,
    userId(login) {
      const id = users.get(login) ?? nextId();
      users.set(login, id);
      return id;
    },
  };
}

function controls(state: FakeState): Pick<FakeGithub, "addRepository" | "addApp" | "install" | "addToken" | "fail" | "loseAnswers" | "expireTokens"> {
  return {
    addRepository({ fullName, path, isPrivate = true, defaultBranch = "main", access = {}, forkOf = null }) {
      const [owner = "", name = ""] = fullName.split("/");
      const lists = { pulls: [], comments: [], statuses: [], checks: [], deployments: [] };
      const repository = { id: state.nextId(), owner, name, fullName, path, isPrivate, isArchived: false, defaultBranch, access: new Map(Object.entries(access)), forkOf, ...lists };
      state.repositories.push(repository);
      return repository;
    },
    addApp(settings = {}) {
      const permissions = { metadata: "read", contents: "read", pull_requests: "write", issues: "read", statuses: "write", checks: "write", deployments: "write" };
      return makeApp(state, { name: `App ${state.apps.length + 1}`, owner: "acme", hookUrl: null, setupUrl: null, permissions, events: ["push", "pull_request", "issue_comment"], ...settings });
    },
    install(app, { account, repositories }) {
      const selected = repositories === undefined ? null : new Set(repositories.map(({ id }) => id));
      const installation = { id: state.nextId(), appId: app.id, account, accountType: "Organization" as const, selected, suspended: false };
      state.installations.push(installation);
      return installation;
    },
    addToken(login, repositories) {
      const value = `github_pat_${randomUUID().replaceAll("-", "")}`;
      const installation = { id: state.nextId(), appId: 0, account: repositories[0]?.owner ?? login, accountType: "User" as const, selected: new Set(repositories.map(({ id }) => id)), suspended: false };
      state.installations.push(installation);
      const permissions = { metadata: "read", contents: "read", pull_requests: "write", issues: "read", statuses: "write", deployments: "write" };
      state.tokens.push({ value, installation, expiresAtMs: Date.now() + tokenLifetimeMs, repositories: null, permissions, login });
      return value;
    },
    fail: (failure) => void state.failures.push({ ...failure }),
    loseAnswers: (picks) => void (state.loses = picks),
    expireTokens: () => state.tokens.forEach((token) => (token.expiresAtMs = 0)),
  };
}

/** Fields of a form; one that is there more than once is a list. */
function readForm(body: string): Record<string, string | string[]> {
  const form = new URLSearchParams(body);
  return Object.fromEntries([...new Set(form.keys())].map((name) => [name, form.getAll(name).length > 1 ? form.getAll(name) : (form.get(name) ?? "")]));
}

function answerErrors(server: FastifyInstance): void {
  const documentation_url = "https://docs.github.com/rest";
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: "Not Found", documentation_url, status: "404" }));
  server.setErrorHandler((error, _request, reply) => {
    const { status, headers, message, errors } = error instanceof FakeError ? error : new FakeError(500, String(error));
    return reply.code(status).headers(headers).send({ message, documentation_url, status: String(status), ...(errors ? { errors } : {}) });
  });
}

/** Keeps requests and answers, and makes fail what is to fail. */
function watch(server: FastifyInstance, state: FakeState): void {
  server.addHook("onRequest", async (request, reply) => {
    state.requests.push({ method: request.method, path: request.url });
    const failure = state.failures.find(({ method = request.method, path }) => method === request.method && path.test(request.url));
    if (!failure) return;
    failure.times = (failure.times ?? 1) - 1;
    if (failure.times <= 0) state.failures.splice(state.failures.indexOf(failure), 1);
    if (failure.answer !== "drop") throw new FakeError(failure.answer.status, failure.answer.message, { headers: failure.answer.headers ?? {} });
    reply.hijack();
    request.raw.socket.destroy();
  });
  server.addHook("preHandler", async (request, reply) => {
    if (!state.loses({ method: request.method, path: request.url })) return;
    reply.raw.end = () => reply.raw.destroy();
  });
  server.addHook("preSerialization", async (request, reply, body) => {
    state.answers.push({ route: `${request.method} ${request.routeOptions.url ?? ""}`, status: reply.statusCode, body });
    return body;
  });
}

/** Counts requests of the API against the hour's limit. */
function limitRate(scope: FastifyInstance, state: FakeState): void {
  scope.addHook("onRequest", async (_request, reply) => {
    const { rateLimit } = state;
    if (rateLimit.resetAtMs <= Date.now()) Object.assign(rateLimit, { remaining: rateLimit.limit, resetAtMs: Date.now() + 60 * 60_000 });
    const isOver = rateLimit.remaining <= 0;
    if (!isOver) rateLimit.remaining -= 1;
    reply.headers({
      "x-github-request-id": randomUUID(),
      "x-ratelimit-limit": String(rateLimit.limit),
      "x-ratelimit-remaining": String(rateLimit.remaining),
      "x-ratelimit-used": String(rateLimit.limit - rateLimit.remaining),
      "x-ratelimit-reset": String(Math.ceil(rateLimit.resetAtMs / 1000)),
      "x-ratelimit-resource": "core",
    });
    if (isOver) throw new FakeError(403, "API rate limit exceeded for installation.");
  });
}
