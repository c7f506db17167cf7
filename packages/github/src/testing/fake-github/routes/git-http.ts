import { spawn } from "node:child_process";
import { Readable } from "node:stream";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { findToken, reaches } from "../access.js";
import { gitEnv } from "../git-store.js";
import { at } from "../json.js";
import { FakeError, type FakeRepository, type FakeState } from "../state.js";

/** Clones and fetches by git's own server program, with the token as the password of `x-access-token`. */
export function gitRoutes(server: FastifyInstance, state: FakeState): void {
  server.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser("*", (_request, payload, done) => done(null, payload));
    scope.get("/:owner/:repo/info/refs", (request, reply) => serve(state, request, reply));
    scope.post("/:owner/:repo/git-upload-pack", (request, reply) => serve(state, request, reply));
  });
}

async function serve(state: FakeState, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const fullName = `${String(at(request.params, "owner"))}/${String(at(request.params, "repo")).replace(/\.git$/, "")}`;
  const repository = state.repositories.find((known) => known.fullName.toLowerCase() === fullName.toLowerCase());
  if (!repository || !mayRead(state, repository, request.headers.authorization)) {
    throw new FakeError(401, "Repository not found.", { headers: { "www-authenticate": 'Basic realm="GitHub"' } });
  }
  const action = request.url.split("?")[0]?.split("/").slice(3).join("/") ?? "";
  return runGitBackend(request, reply, `${repository.path}/${action}`);
}

/** Has git's own server program answer a request for this path below a repository's folder. */
export async function runGitBackend(request: FastifyRequest, reply: FastifyReply, path: string): Promise<FastifyReply> {
  const child = spawn("git", ["http-backend"], {
    env: {
      ...gitEnv,
      GIT_HTTP_EXPORT_ALL: "1",
      PATH_TRANSLATED: path,
      REQUEST_METHOD: request.method,
      QUERY_STRING: request.url.split("?")[1] ?? "",
      CONTENT_TYPE: request.headers["content-type"] ?? "",
      HTTP_CONTENT_ENCODING: request.headers["content-encoding"] ?? "",
      GIT_PROTOCOL: String(request.headers["git-protocol"] ?? ""),
    },
  });
  if (request.body instanceof Readable) request.body.pipe(child.stdin);
  else child.stdin.end();
  child.stdin.on("error", () => {});
  const output: Buffer[] = [];
  for await (const chunk of child.stdout) output.push(chunk);
  return answer(reply, Buffer.concat(output));
}

function mayRead(state: FakeState, repository: FakeRepository, authorization: string | undefined): boolean {
  if (!repository.isPrivate) return true;
  const basic = /^basic (.+)$/i.exec(authorization ?? "")?.[1] ?? "";
  const [user, password] = Buffer.from(basic, "base64").toString("utf8").split(":");
  const token = user === "x-access-token" ? findToken(state, password) : null;
  return token !== null && reaches(token, repository) && token.permissions["contents"] !== undefined;
}

/** A CGI answer: headers, an empty line, the body. */
function answer(reply: FastifyReply, output: Buffer): FastifyReply {
  const end = output.indexOf("\r\n\r\n");
  for (const line of output.subarray(0, end).toString("latin1").split("\r\n")) {
    const [name = "", value = ""] = line.split(/:\s*/, 2);
    if (name.toLowerCase() === "status") reply.code(Number.parseInt(value, 10));
    else reply.header(name, value);
  }
  return reply.send(output.subarray(end + 4));
}
