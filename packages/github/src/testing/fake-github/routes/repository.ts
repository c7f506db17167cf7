import type { FastifyInstance, FastifyRequest } from "fastify";
import { appOf, repositoryOf, type Need } from "../access.js";
import { describeInstallation, describePull, describeRepository, describeUser } from "../describe.js";
import { listHeads, listPullFiles, readBlob, readTree, resolveCommit, type TreeEntry } from "../git-store.js";
import { at, type Json } from "../json.js";
import { answerOf } from "../published.js";
import { FakeError, type FakePull, type FakeRepository, type FakeState, type FakeToken } from "../state.js";
import { paged } from "./paged.js";

type Place = { owner: string; repo: string };

/** The repository that a request names, as far as its token and a permission let it. */
export function placeOf(state: FakeState, request: FastifyRequest, need: Need): { repository: FakeRepository; token: FakeToken } {
  const fullName = `${String(at(request.params, "owner"))}/${String(at(request.params, "repo"))}`;
  return repositoryOf(state, { fullName, authorization: request.headers.authorization, need });
}

/** What is read of repositories and their pull requests. */
export function repositoryRoutes(server: FastifyInstance, state: FakeState): void {
  const answer = (route: string, fields: Json): Json => answerOf(route, { url: state.url, fields });

  server.get<{ Params: Place }>("/repos/:owner/:repo/installation", (request) => {
    const app = appOf(state, request.headers.authorization);
    const { owner, repo } = request.params;
    const repository = state.repositories.find(({ fullName }) => fullName.toLowerCase() === `${owner}/${repo}`.toLowerCase());
    const installation = state.installations.find(
      ({ appId, account, selected }) => repository && appId === app.id && account === repository.owner && (selected?.has(repository.id) ?? true),
    );
    if (!installation) throw new FakeError(404, "Not Found");
    return answer("GET /repos/{owner}/{repo}/installation", describeInstallation(state, installation));
  });

  server.get("/repos/:owner/:repo", (request) => {
    const { repository } = placeOf(state, request, ["metadata", "read"]);
    return answer("GET /repos/{owner}/{repo}", { ...describeRepository(state, repository), language: null, source: { language: null } });
  });

  server.get("/repos/:owner/:repo/branches", async (request, reply) => {
    const { repository } = placeOf(state, request, ["contents", "read"]);
    const heads = await listHeads(repository);
    return paged(request, reply, heads).map(({ name, sha }) => {
      const url = `${state.url}/api/v3/repos/${repository.fullName}/commits/${sha}`;
      const { protection: _protection, protection_url: _url, ...fields } = answer("GET /repos/{owner}/{repo}/branches", { name, commit: { sha, url }, protected: false });
      return fields;
    });
  });

  server.get<{ Params: Place & { "*": string }; Querystring: { ref?: string } }>("/repos/:owner/:repo/contents/*", async (request) => {
    const { repository } = placeOf(state, request, ["contents", "read"]);
    const path = request.params["*"];
    const commit = await resolveCommit(repository, request.query.ref ?? repository.defaultBranch);
    if (commit === null) throw new FakeError(404, `No commit found for the ref ${request.query.ref ?? repository.defaultBranch}`);
    const found = await readTree(repository, { commit, path });
    if (found === null) throw new FakeError(404, "Not Found");
    const place = { repository, folder: path, commit };
    if (Array.isArray(found)) return found.map((entry) => describeEntry(state, entry, place));
    const blob = await readBlob(repository, found.sha);
    const content = blob.toString("base64").replace(/(.{60})/g, "$1\n");
    return { ...describeEntry(state, { ...found, path: found.path.split("/").at(-1) ?? "" }, { ...place, folder: path.split("/").slice(0, -1).join("/") }), size: blob.length, encoding: "base64", content };
  });

  server.get<{ Params: Place & { login: string } }>("/repos/:owner/:repo/collaborators/:login/permission", (request) => {
    const { repository } = placeOf(state, request, ["metadata", "read"]);
    const { login } = request.params;
    const permission = repository.access.get(login) ?? (repository.isPrivate ? "none" : "read");
    return answer("GET /repos/{owner}/{repo}/collaborators/{username}/permission", { permission, role_name: permission, user: { ...describeUser(state, login), role_name: permission } });
  });

  server.get<{ Querystring: { state?: string } }>("/repos/:owner/:repo/pulls", (request, reply) => {
    const { repository } = placeOf(state, request, ["pull_requests", "read"]);
    const wanted = request.query.state ?? "open";
    const pulls = repository.pulls.filter((pull) => wanted === "all" || pull.state === wanted).toReversed();
    return paged(request, reply, pulls).map((pull) => answer("GET /repos/{owner}/{repo}/pulls", describePull(state, repository, pull)));
  });

  server.get("/repos/:owner/:repo/pulls/:number", (request) => {
    const { repository } = placeOf(state, request, ["pull_requests", "read"]);
    const pull = pullOf(repository, request);
    return answer("GET /repos/{owner}/{repo}/pulls/{pull_number}", { ...describePull(state, repository, pull), merged: pull.mergedAt !== null });
  });

  server.get("/repos/:owner/:repo/pulls/:number/files", async (request, reply) => {
    const { repository } = placeOf(state, request, ["pull_requests", "read"]);
    const pull = pullOf(repository, request);
    const files = await listPullFiles(repository, pull);
    return paged(request, reply, files).map(({ path, previousPath, status, additions, deletions, sha }) => {
      const counts = { additions, deletions, changes: additions + deletions };
      return answer("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", { filename: path, status, sha, ...counts, ...(previousPath === null ? {} : { previous_filename: previousPath }) });
    });
  });
}

function pullOf(repository: FakeRepository, request: FastifyRequest): FakePull {
  const pull = repository.pulls.find(({ number }) => String(number) === at(request.params, "number"));
  if (!pull) throw new FakeError(404, "Not Found");
  return pull;
}

function describeEntry(state: FakeState, entry: TreeEntry, place: { repository: FakeRepository; folder: string; commit: string }): Json {
  const { repository, folder, commit } = place;
  const path = folder === "" ? entry.path : `${folder}/${entry.path}`;
  const self = `${state.url}/api/v3/repos/${repository.fullName}/contents/${path}?ref=${commit}`;
  const git = `${state.url}/api/v3/repos/${repository.fullName}/git/blobs/${entry.sha}`;
  const html = `${state.url}/${repository.fullName}/blob/${commit}/${path}`;
  const type = { blob: "file", tree: "dir", commit: "submodule" }[entry.type];
  return { type, size: 0, name: entry.path, path, sha: entry.sha, url: self, git_url: git, html_url: html, download_url: type === "file" ? html : null, _links: { self, git, html } };
}
