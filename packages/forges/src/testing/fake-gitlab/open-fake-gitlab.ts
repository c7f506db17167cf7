import { randomUUID } from "node:crypto";
import { runGitBackend } from "@windlass/github/testing/fake-github/routes/git-http";
import type { GitFolder } from "@windlass/github/testing/git-folder";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { playEvents, type EventPlayer } from "./play-events.js";
import { apiRoutes } from "./routes.js";
import { FakeError, userOf, type Failure, type FakeProject, type FakeState } from "./state.js";

export type FakeGitlab = EventPlayer & {
  /** All that it knows; tests read it and may change it. */
  state: FakeState;
  /** As people would open it; the API is at `/api/v4`. */
  url: string;
  addProject(input: { fullName: string; folder: Pick<GitFolder, "path" | "git">; visibility?: FakeProject["visibility"]; members?: Record<string, number> }): FakeProject;
  /** A token of this user with the scope `api`. */
  addToken(username: string): string;
  /** Makes the next request that matches fail. */
  fail(failure: Failure): void;
  close(): Promise<void>;
};

/** Opens the fake on a free port of this machine; see its README. */
export async function openFakeGitlab(): Promise<FakeGitlab> {
  let last = 100;
  const state: FakeState = { url: "", users: [], projects: [], tokens: new Map(), hooks: [], failures: [], requests: [], nextId: () => (last += 1) };
  const server = Fastify({ bodyLimit: 4 * 1024 * 1024, forceCloseConnections: true, routerOptions: { maxParamLength: 2_000 } });
  answerErrors(server, state);
  await server.register(async (scope) => apiRoutes(scope, state), { prefix: "/api/v4" });
  gitRoutes(server, state);
  state.url = await server.listen({ host: "127.0.0.1", port: 0 });
  return {
    ...playEvents(state),
    state,
    url: state.url,
    addProject({ fullName, folder, visibility = "private", members = {} }) {
      for (const username of Object.keys(members)) userOf(state, username);
      const project = { id: state.nextId(), fullName, folder, visibility, members: new Map(Object.entries(members)), mergeRequests: [], statuses: [], environments: [], deployments: [] };
      state.projects.push(project);
      return project;
    },
    addToken(username) {
      const token = `glpat-${randomUUID()}`;
      state.tokens.set(token, userOf(state, username));
      return token;
    },
    fail: (failure) => void state.failures.push(failure),
    close: () => server.close(),
  };
}

function answerErrors(server: FastifyInstance, state: FakeState): void {
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ error: "404 Not Found" }));
  server.setErrorHandler((error, _request, reply) => {
    const { status, headers, message } = error instanceof FakeError ? error : new FakeError(500, String(error));
    return reply.code(status).headers(headers).send({ message });
  });
  server.addHook("onRequest", async (request) => {
    state.requests.push({ method: request.method, path: request.url });
    const index = state.failures.findIndex(({ method = request.method, path }) => method === request.method && path.test(request.url));
    const [failure] = index === -1 ? [] : state.failures.splice(index, 1);
    if (failure) throw new FakeError(failure.status, failure.message, failure.headers);
  });
}

/** Clones and fetches by git's own server program; of a private project with a token as the password of any user name. */
function gitRoutes(server: FastifyInstance, state: FakeState): void {
  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const [, fullName = "", action = ""] = /^\/(.+?)(?:\.git)?\/(info\/refs|git-upload-pack)(?:\?|$)/.exec(request.url) ?? [];
    const project = state.projects.find((known) => known.fullName === decodeURIComponent(fullName));
    const basic = /^basic (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const user = state.tokens.get(Buffer.from(basic, "base64").toString("utf8").split(":")[1] ?? "");
    const maySee = project !== undefined && (project.visibility === "public" || (user !== undefined && project.members.has(user.username)));
    if (!maySee) throw new FakeError(401, "HTTP Basic: Access denied", { "www-authenticate": 'Basic realm="GitLab"' });
    return runGitBackend(request, reply, `${project.folder.path}/.git/${action}`);
  };
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.get("/*", serve);
    scope.post("/*", serve);
  });
}
