import { randomBytes } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { appOf, reaches, tokenOf } from "../access.js";
import { describeApp, describeInstallation, describeRepository } from "../describe.js";
import { at, stamp, type Json } from "../json.js";
import { answerOf } from "../published.js";
import { FakeError, type FakeApp, type FakeDelivery, type FakeInstallation, type FakeState } from "../state.js";
import { sendAgain } from "../webhooks.js";
import { paged } from "./paged.js";

type Id = { Params: { id: string } };

/** What an App does with its own key, and which repositories an installation has. */
export function appRoutes(server: FastifyInstance, state: FakeState): void {
  const answer = (route: string, fields: Json): Json => answerOf(route, { url: state.url, fields });
  const installationOf = (app: FakeApp, id: string): FakeInstallation => {
    const found = state.installations.find((known) => String(known.id) === id && known.appId === app.id);
    if (!found) throw new FakeError(404, "Not Found");
    return found;
  };

  server.post<{ Params: { code: string } }>("/app-manifests/:code/conversions", (request, reply) => {
    const found = state.codes.get(request.params.code);
    state.codes.delete(request.params.code);
    if (!found || found.expiresAtMs < Date.now()) throw new FakeError(404, "Not Found");
    const { app } = found;
    const secrets = { client_secret: app.clientSecret, webhook_secret: app.webhookSecret, pem: app.privateKey };
    return reply.code(201).send(answer("POST /app-manifests/{code}/conversions", { ...describeApp(state, app), ...secrets }));
  });

  server.get("/app", (request) => answer("GET /app", { ...describeApp(state, appOf(state, request.headers.authorization)), installations_count: 1 }));

  server.get("/app/installations", (request, reply) => {
    const app = appOf(state, request.headers.authorization);
    const own = state.installations.filter(({ appId }) => appId === app.id);
    return paged(request, reply, own).map((row) => answer("GET /app/installations/{installation_id}", describeInstallation(state, row)));
  });

  server.get<Id>("/app/installations/:id", (request) => {
    const installation = installationOf(appOf(state, request.headers.authorization), request.params.id);
    return answer("GET /app/installations/{installation_id}", describeInstallation(state, installation));
  });

  server.post<Id>("/app/installations/:id/access_tokens", (request, reply) => {
    const app = appOf(state, request.headers.authorization);
    const installation = installationOf(app, request.params.id);
    if (installation.suspended) throw new FakeError(403, "This installation has been suspended");
    const token = makeToken(state, { app, installation, body: request.body });
    const { repositories: _example, ...fields } = answer("POST /app/installations/{installation_id}/access_tokens", {
      token: token.value,
      expires_at: stamp(new Date(token.expiresAtMs)),
      repository_selection: token.repositories === null && installation.selected === null ? "all" : "selected",
    });
    return reply.code(201).send({ ...fields, permissions: token.permissions });
  });

  server.get("/installation/repositories", (request, reply) => {
    const token = tokenOf(state, request.headers.authorization);
    const reached = state.repositories.filter((repository) => reaches(token, repository));
    const rows = paged(request, reply, reached).map((repository) =>
      answer("GET /repos/{owner}/{repo}", { ...describeRepository(state, repository), language: null, source: { language: null } }),
    );
    return { total_count: reached.length, repository_selection: token.installation.selected === null ? "all" : "selected", repositories: rows };
  });

  server.get("/app/hook/deliveries", (request, reply) => {
    const app = appOf(state, request.headers.authorization);
    const own = state.deliveries.filter(({ appId }) => appId === app.id);
    return paged(request, reply, own).map((row) => answer("GET /app/hook/deliveries", describeDelivery(row)));
  });

  server.post<Id>("/app/hook/deliveries/:id/attempts", async (request, reply) => {
    const app = appOf(state, request.headers.authorization);
    const delivery = state.deliveries.find(({ id, appId }) => String(id) === request.params.id && appId === app.id);
    if (!delivery) throw new FakeError(404, "Not Found");
    // GitHub answers first and sends then; the fake sends first, so that a test need not wait.
    await sendAgain(state, app, delivery);
    return reply.code(202).send({});
  });
}

function makeToken(state: FakeState, { app, installation, body }: { app: FakeApp; installation: FakeInstallation; body: unknown }) {
  const names = at(body, "repositories");
  const wanted = at(body, "permissions");
  const permissions: Record<string, string> = typeof wanted === "object" && wanted !== null ? { metadata: "read", ...wanted } : { ...app.permissions };
  for (const [name, level] of Object.entries(permissions)) {
    const granted = app.permissions[name];
    if (granted === undefined || (level === "write" && granted !== "write")) {
      throw new FakeError(422, "The permissions requested are not granted to this installation.");
    }
  }
  const token = {
    value: `ghs_${randomBytes(27).toString("base64url").slice(0, 36)}`,
    installation,
    expiresAtMs: Date.now() + state.tokenLifetimeMs,
    repositories: Array.isArray(names) ? idsOf(state, installation, names) : null,
    permissions,
    login: null,
  };
  state.tokens.push(token);
  return token;
}

function idsOf(state: FakeState, installation: FakeInstallation, names: unknown[]): Set<number> {
  return new Set(
    names.map((wanted) => {
      const found = state.repositories.find(({ owner, name, id }) => owner === installation.account && name === wanted && (installation.selected?.has(id) ?? true));
      if (!found) throw new FakeError(422, "There is at least one repository that does not exist or is not accessible to the parent installation.");
      return found.id;
    }),
  );
}

function describeDelivery({ id, guid, event, action, deliveredAt, redelivery, statusCode, installationId, repositoryId }: FakeDelivery): Json {
  return {
    id, guid, event, action, redelivery,
    delivered_at: deliveredAt,
    status_code: statusCode,
    status: statusCode === 0 ? "failed to connect to host" : statusCode < 300 ? "OK" : `Invalid HTTP Response: ${statusCode}`,
    installation_id: installationId,
    repository_id: repositoryId,
  };
}
