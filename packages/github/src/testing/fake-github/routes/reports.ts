import type { FastifyInstance } from "fastify";
import { tokenOf } from "../access.js";
import { describeApp, describeComment, describeUser } from "../describe.js";
import { resolveCommit } from "../git-store.js";
import { at, isObject, lay, stamp, type Json } from "../json.js";
import { answerOf } from "../published.js";
import { FakeError, type FakeApp, type FakeRepository, type FakeState, type FakeToken } from "../state.js";
import { paged } from "./paged.js";
import { placeOf } from "./repository.js";

const longestComment = 65_536;
const longestDescription = 140;
const mostAnnotations = 50;

type Body = { Body: Json };

/** What Windlass writes: statuses, checks, comments, deployments. */
export function reportRoutes(server: FastifyInstance, state: FakeState): void {
  const answer = (route: string, fields: Json): Json => answerOf(route, { url: state.url, fields });
  const appOfToken = (token: FakeToken): FakeApp => {
    const app = state.apps.find(({ id }) => id === token.installation.appId);
    if (!app) throw new FakeError(401, "Bad credentials");
    return app;
  };
  const loginOf = (token: FakeToken): string => token.login ?? `${appOfToken(token).slug}[bot]`;
  const botOf = (token: FakeToken): Json => describeUser(state, loginOf(token));
  /** Fine-grained tokens write as their person, which no App has a part in. */
  const appIdOf = (token: FakeToken): number | null => (token.login === null ? token.installation.appId : null);

  // Of the published answer only what every user has: Windlass reads the id.
  server.get("/user", (request) => {
    const { login } = tokenOf(state, request.headers.authorization);
    if (login === null) throw new FakeError(403, "Resource not accessible by integration");
    return describeUser(state, login);
  });

  server.post<Body & { Params: { sha: string } }>("/repos/:owner/:repo/statuses/:sha", async (request, reply) => {
    const { repository, token } = placeOf(state, request, ["statuses", "write"]);
    const { sha } = request.params;
    const { state: value, context = "default", description = null, target_url: targetUrl = null } = request.body;
    oneOf("state", value, ["error", "failure", "pending", "success"]);
    limit("description", description, longestDescription);
    if ((await resolveCommit(repository, sha)) !== sha) throw new FakeError(422, `No commit found for SHA: ${sha}`);
    const url = `${state.url}/api/v3/repos/${repository.fullName}/statuses/${sha}`;
    const fields = { id: state.nextId(), state: value, context, description, target_url: targetUrl, creator: botOf(token), url };
    repository.statuses.push({ ...fields, sha });
    return reply.code(201).send(answer("POST /repos/{owner}/{repo}/statuses/{sha}", fields));
  });

  server.post<Body>("/repos/:owner/:repo/check-runs", async (request, reply) => {
    const { repository, token } = placeOf(state, request, ["checks", "write"]);
    const sha = await resolveCommit(repository, String(request.body["head_sha"]));
    if (sha === null) throw new FakeError(422, `No commit found for SHA: ${String(request.body["head_sha"])}`);
    const check = { id: state.nextId(), sha, appId: token.installation.appId, fields: {}, annotations: [] };
    change(check, request.body);
    repository.checks.push(check);
    return reply.code(201).send(answer("POST /repos/{owner}/{repo}/check-runs", describeCheck(check, appOfToken(token))));
  });

  server.patch<Body & { Params: { id: string } }>("/repos/:owner/:repo/check-runs/:id", (request) => {
    const { repository, token } = placeOf(state, request, ["checks", "write"]);
    const check = repository.checks.find(({ id, appId }) => String(id) === request.params.id && appId === token.installation.appId);
    if (!check) throw new FakeError(404, "Not Found");
    change(check, request.body);
    return answer("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", describeCheck(check, appOfToken(token)));
  });

  server.get<{ Params: { sha: string }; Querystring: { check_name?: string; app_id?: string } }>("/repos/:owner/:repo/commits/:sha/check-runs", (request, reply) => {
    const { repository, token } = placeOf(state, request, ["checks", "read"]);
    const { check_name: name, app_id: appId } = request.query;
    const checks = repository.checks.filter((check) => check.sha === request.params.sha && (name ?? check.fields["name"]) === check.fields["name"] && (appId ?? String(check.appId)) === String(check.appId));
    const app = describeCheckOf(token);
    return { total_count: checks.length, check_runs: paged(request, reply, checks).map(app) };
  });

  server.get<{ Params: { number: string } }>("/repos/:owner/:repo/issues/:number/comments", (request, reply) => {
    const { repository } = placeOf(state, request, ["issues", "read"]);
    const comments = repository.comments.filter(({ issue }) => String(issue) === request.params.number);
    return paged(request, reply, comments).map((comment) => answer("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", withApp(repository, comment)));
  });

  server.post<Body & { Params: { number: string } }>("/repos/:owner/:repo/issues/:number/comments", (request, reply) => {
    const { repository, token } = placeOf(state, request, ["pull_requests", "write"]);
    const issue = Number(request.params.number);
    if (!repository.pulls.some(({ number }) => number === issue)) throw new FakeError(404, "Not Found");
    const body = commentBody(request.body);
    const at = stamp(new Date());
    const comment = { id: state.nextId(), issue, login: loginOf(token), body, appId: appIdOf(token), createdAt: at, updatedAt: at, reactions: [] };
    repository.comments.push(comment);
    return reply.code(201).send(answer("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", withApp(repository, comment)));
  });

  server.patch<Body & { Params: { id: string } }>("/repos/:owner/:repo/issues/comments/:id", (request) => {
    const { repository, token } = placeOf(state, request, ["pull_requests", "write"]);
    const comment = repository.comments.find(({ id }) => String(id) === request.params.id);
    if (!comment) throw new FakeError(404, "Not Found");
    if (comment.appId !== appIdOf(token) || (token.login !== null && comment.login !== token.login)) throw new FakeError(403, "Resource not accessible by integration");
    comment.body = commentBody(request.body);
    comment.updatedAt = stamp(new Date());
    return answer("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", withApp(repository, comment));
  });

  server.post<Body & { Params: { id: string } }>("/repos/:owner/:repo/issues/comments/:id/reactions", (request, reply) => {
    const { repository, token } = placeOf(state, request, ["pull_requests", "write"]);
    const comment = repository.comments.find(({ id }) => String(id) === request.params.id);
    if (!comment) throw new FakeError(404, "Not Found");
    const { content } = request.body;
    oneOf("content", content, ["+1", "-1", "laugh", "confused", "heart", "hooray", "rocket", "eyes"]);
    const login = String(botOf(token)["login"]);
    const known = comment.reactions.find((reaction) => reaction.login === login && reaction.content === content);
    if (!known) comment.reactions.push({ login, content: String(content) });
    return reply.code(known ? 200 : 201).send(answer("POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", { id: state.nextId(), user: botOf(token), content }));
  });

  server.get<{ Querystring: { sha?: string; environment?: string } }>("/repos/:owner/:repo/deployments", (request, reply) => {
    const { repository } = placeOf(state, request, ["deployments", "read"]);
    const { sha, environment } = request.query;
    const rows = repository.deployments.filter(({ fields }) => (sha ?? fields["sha"]) === fields["sha"] && (environment ?? fields["environment"]) === fields["environment"]);
    return paged(request, reply, rows.toReversed()).map(({ fields }) => answer("GET /repos/{owner}/{repo}/deployments", fields));
  });

  server.post<Body>("/repos/:owner/:repo/deployments", async (request, reply) => {
    const { repository, token } = placeOf(state, request, ["deployments", "write"]);
    const { ref, environment = "production", description = null, payload = {}, required_contexts: contexts, auto_merge: merges = true } = request.body;
    const sha = await resolveCommit(repository, String(ref));
    if (sha === null) throw new FakeError(422, `No ref found for: ${String(ref)}`);
    if (merges !== false || !Array.isArray(contexts)) throw new FakeError(409, "Conflict: Commit status checks failed");
    const id = state.nextId();
    const url = `${state.url}/api/v3/repos/${repository.fullName}/deployments/${id}`;
    const flags = { transient_environment: request.body["transient_environment"] ?? false, production_environment: request.body["production_environment"] ?? environment === "production" };
    const fields = { id, sha, ref, environment, original_environment: environment, description, payload, creator: botOf(token), url, statuses_url: `${url}/statuses`, ...flags };
    repository.deployments.push({ id, fields, statuses: [] });
    return reply.code(201).send(answer("POST /repos/{owner}/{repo}/deployments", fields));
  });

  server.post<Body & { Params: { id: string } }>("/repos/:owner/:repo/deployments/:id/statuses", (request, reply) => {
    const { repository, token } = placeOf(state, request, ["deployments", "write"]);
    const deployment = repository.deployments.find(({ id }) => String(id) === request.params.id);
    if (!deployment) throw new FakeError(404, "Not Found");
    const { state: value, description = "", log_url: logUrl = "", environment_url: environmentUrl = "" } = request.body;
    oneOf("state", value, ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"]);
    limit("description", description, longestDescription);
    const { environment } = deployment.fields;
    const fields = { id: state.nextId(), state: value, description, environment, log_url: logUrl, environment_url: environmentUrl, target_url: logUrl, creator: botOf(token) };
    deployment.statuses.push(fields);
    if (value === "success" && request.body["auto_inactive"] !== false) endOthers(repository, deployment.id);
    return reply.code(201).send(answer("POST /repos/{owner}/{repo}/deployments/{deployment_id}/statuses", fields));
  });

  function withApp(repository: FakeRepository, comment: FakeRepository["comments"][number]): Json {
    const app = state.apps.find(({ id }) => id === comment.appId);
    return { ...describeComment(state, repository, comment), performed_via_github_app: app ? lay(answer("GET /app", {}), describeApp(state, app)) : null };
  }

  function describeCheckOf(token: FakeToken) {
    const app = appOfToken(token);
    return (check: FakeRepository["checks"][number]): Json => answer("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", describeCheck(check, app));
  }

  function describeCheck(check: FakeRepository["checks"][number], app: FakeApp): Json {
    const { id, sha, fields, annotations } = check;
    const { output, ...rest } = fields;
    const shown = { title: at(output, "title") ?? null, summary: at(output, "summary") ?? null, text: at(output, "text") ?? null, annotations_count: annotations.length };
    const isDone = rest["status"] === "completed";
    return { id, head_sha: sha, conclusion: null, completed_at: isDone ? stamp(new Date()) : null, ...rest, output: shown, app: describeApp(state, app), pull_requests: [] };
  }
}

/** Lays a request over a check run: annotations are added to those before, a conclusion ends it. */
function change(check: FakeRepository["checks"][number], body: Json): void {
  const annotations = at(body, "output", "annotations");
  const added = Array.isArray(annotations) ? annotations.filter(isObject) : [];
  if (added.length > mostAnnotations) throw new FakeError(422, "Invalid request.", { errors: ["No more than 50 items are allowed."] });
  for (const { path, start_line: start, end_line: end, annotation_level: level, message } of added) {
    if (typeof path !== "string" || typeof start !== "number" || typeof end !== "number" || typeof message !== "string") throw new FakeError(422, "Invalid request.");
    oneOf("annotation_level", level, ["notice", "warning", "failure"]);
  }
  check.annotations.push(...added);
  const { head_sha: _sha, ...fields } = body;
  check.fields = lay(check.fields, { status: "queued", ...check.fields, ...fields, ...(body["conclusion"] === undefined ? {} : { status: "completed" }) });
}

function endOthers({ deployments }: FakeRepository, id: number): void {
  const own = deployments.find((deployment) => deployment.id === id);
  for (const other of deployments) {
    const isShortLived = other.fields["transient_environment"] === true || other.fields["production_environment"] === true;
    if (other.id !== id && !isShortLived && other.fields["environment"] === own?.fields["environment"]) other.statuses.push({ state: "inactive" });
  }
}

function commentBody({ body }: Json): string {
  if (typeof body !== "string" || body === "") throw new FakeError(422, "Validation Failed", { errors: [{ resource: "IssueComment", code: "missing_field", field: "body" }] });
  if (body.length > longestComment) throw new FakeError(422, "Validation Failed", { errors: [{ resource: "IssueComment", code: "unprocessable", field: "data", message: "Body is too long (maximum is 65536 characters)" }] });
  return body;
}

function oneOf(field: string, value: unknown, allowed: string[]): void {
  if (typeof value !== "string" || !allowed.includes(value)) throw new FakeError(422, "Validation Failed", { errors: [{ code: "invalid", field }] });
}

function limit(field: string, value: unknown, longest: number): void {
  if (typeof value === "string" && value.length > longest) throw new FakeError(422, "Validation Failed", { errors: [{ code: "custom", field, message: `${field} is too long (maximum is ${longest} characters)` }] });
}
