import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { at } from "@windlass/github/testing/fake-github/json";
import { describeDeployment, describeMergeRequest, describeNote, describeProject, describeStatus, describeUser } from "./describe.js";
import { readBranches, readDiffs, readRawFile } from "./git-answers.js";
import { FakeError, type FakeMergeRequest, type FakeProject, type FakeState, type FakeUser } from "./state.js";

type Asked = { user: FakeUser; project: FakeProject; request: FastifyRequest; reply: FastifyReply };

const developer = 30;

/** The REST API below `/api/v4`; the README has the pages of its documentation. */
export function apiRoutes(scope: FastifyInstance, state: FakeState): void {
  const route = (method: "GET" | "POST" | "PUT", url: string, answer: (asked: Asked) => unknown, needs = 0): void => {
    scope.route({ method, url: `/projects/:project${url}`, handler: async (request, reply) => answer({ ...openProject(state, request, needs), request, reply }) });
  };
  scope.get("/user", (request) => describeUser(state, callerOf(state, request)));
  route("GET", "", ({ project }) => describeProject(state, project));
  route("GET", "/repository/branches", async (asked) => paged(asked, await readBranches(asked.project)));
  route("GET", "/repository/files/:path/raw", ({ project, request, reply }) => readRawFile(project, { path: param(request, "path"), ref: String(at(request.query, "ref")) }, reply));
  memberRoutes(state, route);
  mergeRequestRoutes(state, route);
  deploymentRoutes(state, route);
  route("POST", "/statuses/:sha", ({ user, project, request, reply }) => {
    reply.code(201);
    return describeStatus(state, { user, status: setStatus(state, project, request) });
  }, developer);
}

type Route = (method: "GET" | "POST" | "PUT", url: string, answer: (asked: Asked) => unknown, needs?: number) => void;

function memberRoutes(state: FakeState, route: Route): void {
  const rows = (project: FakeProject) =>
    [...project.members].map(([username, access_level]) => {
      const user = state.users.find((known) => known.username === username);
      return { ...describeUser(state, user ?? { id: 0, username }), access_level, expires_at: null, membership_state: "active" };
    });
  route("GET", "/members/all", (asked) => paged(asked, rows(asked.project).filter(({ username }) => username.includes(textOf(at(asked.request.query, "query")) ?? ""))));
  route("GET", "/members/all/:user", ({ project, request }) => found(rows(project).find(({ id }) => id === Number(param(request, "user"))), "404 Member Not Found"));
}

function mergeRequestRoutes(state: FakeState, route: Route): void {
  const pullOf = ({ project, request }: Asked): FakeMergeRequest => found(project.mergeRequests.find(({ iid }) => iid === Number(param(request, "iid"))), "404 Not found");
  const noteOf = (asked: Asked) => found(pullOf(asked).notes.find(({ id }) => id === Number(param(asked.request, "note"))), "404 Note Not Found");
  route("GET", "/merge_requests", (asked) => {
    const wanted = at(asked.request.query, "state");
    const rows = asked.project.mergeRequests.filter((pull) => wanted === undefined || pull.state === wanted);
    return paged(asked, rows.toReversed().map((pull) => describeMergeRequest(state, { project: asked.project, pull })));
  });
  route("GET", "/merge_requests/:iid", (asked) => {
    const pull = pullOf(asked);
    return { ...describeMergeRequest(state, { project: asked.project, pull }), diff_refs: { base_sha: "0".repeat(40), head_sha: pull.sha, start_sha: "0".repeat(40) } };
  });
  route("GET", "/merge_requests/:iid/diffs", async (asked) => paged(asked, await readDiffs(asked.project, pullOf(asked))));
  route("GET", "/merge_requests/:iid/notes", (asked) => paged(asked, pullOf(asked).notes.map((note) => describeNote(state, { pull: pullOf(asked), note }))));
  route("POST", "/merge_requests/:iid/notes", (asked) => {
    const note = { id: state.nextId(), author: asked.user, body: noteBody(asked.request), system: false, awards: [] };
    pullOf(asked).notes.push(note);
    asked.reply.code(201);
    return describeNote(state, { pull: pullOf(asked), note });
  }, 10);
  route("PUT", "/merge_requests/:iid/notes/:note", (asked) => {
    const note = noteOf(asked);
    if (note.author.id !== asked.user.id) throw new FakeError(403, "403 Forbidden");
    note.body = noteBody(asked.request);
    return describeNote(state, { pull: pullOf(asked), note });
  }, 10);
  route("POST", "/merge_requests/:iid/notes/:note/award_emoji", (asked) => {
    const { awards, id } = noteOf(asked);
    const name = String(at(asked.request.query, "name") ?? at(asked.request.body, "name"));
    if (awards.some((award) => award.name === name && award.user.id === asked.user.id)) throw new FakeError(404, "404 Award Emoji Name has already been taken Not Found");
    awards.push({ name, user: asked.user });
    asked.reply.code(201);
    return { id: state.nextId(), name, user: describeUser(state, asked.user), awardable_id: id, awardable_type: "Note" };
  }, 10);
}

function deploymentRoutes(state: FakeState, route: Route): void {
  const deploymentOf = ({ project, request }: Asked) => found(project.deployments.find(({ id }) => id === Number(param(request, "deployment"))), "404 Deployment Not Found");
  route("POST", "/environments", ({ project, request, reply }) => {
    const name = String(at(request.body, "name"));
    if (project.environments.some((known) => known.name === name)) throw new FakeError(400, "Name has already been taken");
    const environment = { id: state.nextId(), name, tier: textOf(at(request.body, "tier")), external_url: null, state: "available" as const };
    project.environments.push(environment);
    reply.code(201);
    return { ...environment, slug: name.replaceAll("/", "-") };
  }, developer);
  const environmentOf = ({ project, request }: Asked) => found(project.environments.find(({ id }) => id === Number(param(request, "environment"))), "404 Not found");
  route("GET", "/environments/:environment", (asked) => {
    const environment = environmentOf(asked);
    const last = asked.project.deployments.findLast((row) => row.environment === environment);
    return { ...environment, last_deployment: last === undefined ? null : describeDeployment(state, last) };
  });
  route("POST", "/environments/:environment/stop", (asked) => Object.assign(environmentOf(asked), { state: "stopped" as const }), developer);
  route("PUT", "/environments/:environment", (asked) => {
    const environment = environmentOf(asked);
    const { request } = asked;
    environment.external_url = textOf(at(request.body, "external_url"));
    return environment;
  }, developer);
  route("POST", "/deployments", ({ project, request, user, reply }) => {
    const [name, sha, ref, status] = ["environment", "sha", "ref", "status"].map((field) => textOf(at(request.body, field)));
    if (!name || !sha || !ref || !status || !["running", "success", "failed", "canceled"].includes(status)) throw new FakeError(400, "status does not have a valid value");
    const environment = project.environments.find((known) => known.name === name) ?? { id: state.nextId(), name, tier: null, external_url: null, state: "available" as const };
    environment.state = "available";
    if (!project.environments.includes(environment)) project.environments.push(environment);
    const deployment = { id: state.nextId(), sha, ref, status, user, environment };
    project.deployments.push(deployment);
    reply.code(201);
    return describeDeployment(state, deployment);
  }, developer);
  route("GET", "/deployments", (asked) => {
    const { environment, status } = Object(asked.request.query);
    const rows = asked.project.deployments.filter((row) => (environment === undefined || row.environment.name === environment) && (status === undefined || row.status === status));
    return paged(asked, rows.toReversed().map((row) => describeDeployment(state, row)));
  });
  route("GET", "/deployments/:deployment", (asked) => describeDeployment(state, deploymentOf(asked)));
  route("PUT", "/deployments/:deployment", (asked) => {
    const row = deploymentOf(asked);
    if (row.status !== "running" && row.status !== "created") throw new FakeError(400, "Status cannot transition via \"run\"");
    row.status = String(at(asked.request.body, "status"));
    return describeDeployment(state, row);
  }, developer);
}

/** One that has not ended is changed; any other stays, and a new one takes its place. The same state again is refused. */
function setStatus(state: FakeState, project: FakeProject, request: FastifyRequest) {
  const [name, status, description, target_url] = ["name", "state", "description", "target_url"].map((field) => textOf(at(request.body, field)));
  if (!status || !["pending", "running", "success", "failed", "canceled", "skipped"].includes(status)) throw new FakeError(400, "state does not have a valid value");
  const sha = param(request, "sha");
  const open = project.statuses.find((known) => known.sha === sha && known.name === name && (known.status === "pending" || known.status === "running"));
  if (open?.status === status) throw new FakeError(400, `Cannot transition status via :enqueue from :${status} (Reason(s): Status cannot transition via "enqueue")`);
  const row = open ?? { id: state.nextId(), sha, name: name ?? "default", status: "", description: null, target_url: null };
  if (!open) project.statuses.push(row);
  return Object.assign(row, { status, description, target_url });
}

const longestNote = 1_000_000;

function noteBody(request: FastifyRequest): string {
  const body = textOf(at(request.body, "body"));
  if (!body) throw new FakeError(400, "400 Bad request - Note can't be blank");
  if (body.length > longestNote) throw new FakeError(400, "400 Bad request - Note is too long (maximum is 1000000 characters)");
  return body;
}

const textOf = (value: unknown): string | null => (typeof value === "string" ? value : null);

function param(request: FastifyRequest, name: string): string {
  return String(at(request.params, name));
}

function found<T>(value: T | undefined, message: string): T {
  if (value === undefined) throw new FakeError(404, message);
  return value;
}

function callerOf(state: FakeState, request: FastifyRequest): FakeUser {
  const user = state.tokens.get(String(request.headers["private-token"]));
  if (!user) throw new FakeError(401, "401 Unauthorized");
  return user;
}

/** The project, as the token's user sees it: what he does not see does not exist, what he may not do is forbidden. */
function openProject(state: FakeState, request: FastifyRequest, needs: number): { user: FakeUser; project: FakeProject } {
  const user = callerOf(state, request);
  const name = param(request, "project");
  const project = found(state.projects.find(({ id, fullName }) => String(id) === name || fullName === name), "404 Project Not Found");
  const level = project.members.get(user.username) ?? 0;
  if (level === 0 && project.visibility === "private") throw new FakeError(404, "404 Project Not Found");
  if (level < needs) throw new FakeError(403, "403 Forbidden");
  return { user, project };
}

/** One page of a list, with GitLab's headers. */
function paged<T>({ request, reply }: Asked, rows: readonly T[]): T[] {
  const perPage = Math.min(Number(at(request.query, "per_page") ?? 20), 100);
  const page = Number(at(request.query, "page") ?? 1);
  const last = Math.max(1, Math.ceil(rows.length / perPage));
  reply.headers({ "x-page": String(page), "x-per-page": String(perPage), "x-total": String(rows.length), "x-total-pages": String(last), "x-next-page": page < last ? String(page + 1) : "" });
  return rows.slice((page - 1) * perPage, page * perPage);
}
