import { randomUUID } from "node:crypto";
import { runGitBackend } from "@windlass/github/testing/fake-github/routes/git-http";
import type { GitFolder } from "@windlass/github/testing/git-folder";
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { playEvents, type EventPlayer } from "./play-events.js";
import { apiRoutes } from "./routes.js";
import { accountOf, FakeError, newUuid, type FakeRepository, type FakeState } from "./state.js";

export type FakeBitbucket = EventPlayer & {
  state: FakeState;
  /** As people open it; the API is at `/2.0`. */
  url: string;
  addRepository(input: { fullName: string; folder: Pick<GitFolder, "path" | "git">; access?: Record<string, "read" | "write" | "admin"> }): FakeRepository;
  /** An access token of a repository, with these scopes. */
  addToken(repository: FakeRepository, scopes?: readonly string[]): string;
  close(): Promise<void>;
};

const usualScopes = ["repository", "repository:write", "repository:admin", "pullrequest", "pullrequest:write"];

/** Opens the fake on a free port of this machine; see its README. */
export async function openFakeBitbucket(): Promise<FakeBitbucket> {
  let last = 100;
  const state: FakeState = { url: "", accounts: [], repositories: [], tokens: new Map(), hooks: [], requests: [], nextId: () => (last += 1) };
  const server = Fastify({ bodyLimit: 1024 * 1024, forceCloseConnections: true, routerOptions: { maxParamLength: 1_000 } });
  server.addHook("onRequest", async ({ method, url }) => void state.requests.push({ method, path: url }));
  server.setNotFoundHandler((_request, reply) => reply.code(404).send({ type: "error", error: { message: "Resource not found" } }));
  server.setErrorHandler((error, _request, reply) => {
    const { status, message } = error instanceof FakeError ? error : new FakeError(500, String(error));
    return reply.code(status).send({ type: "error", error: { message } });
  });
  await server.register(async (scope) => apiRoutes(scope, state), { prefix: "/2.0" });
  gitRoutes(server, state);
  state.url = await server.listen({ host: "127.0.0.1", port: 0 });
  return {
    ...playEvents(state),
    state,
    url: state.url,
    addRepository({ fullName, folder, access = {} }) {
      for (const nickname of Object.keys(access)) accountOf(state, nickname);
      const repository = { uuid: newUuid(), fullName, folder, access: new Map(Object.entries(access)), pulls: [], statuses: new Map() };
      state.repositories.push(repository);
      return repository;
    },
    addToken(repository, scopes = usualScopes) {
      const token = `ATCTT${randomUUID()}`;
      state.tokens.set(token, { account: accountOf(state, `token-${state.tokens.size + 1}`, "app_user"), repository, scopes });
      return token;
    },
    close: () => server.close(),
  };
}

/** Clones and fetches by git's own server program, with an access token as the password. */
function gitRoutes(server: FastifyInstance, state: FakeState): void {
  const serve = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const [, fullName = "", action = ""] = /^\/([^/]+\/[^/]+?)(?:\.git)?\/(info\/refs|git-upload-pack)(?:\?|$)/.exec(request.url) ?? [];
    const basic = /^basic (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
    const token = state.tokens.get(Buffer.from(basic, "base64").toString("utf8").split(":")[1] ?? "");
    if (token?.repository.fullName !== fullName) return reply.code(401).header("www-authenticate", 'Basic realm="Bitbucket"').send("");
    return runGitBackend(request, reply, `${token.repository.folder.path}/.git/${action}`);
  };
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.get("/*", serve);
    scope.post("/*", serve);
  });
}
