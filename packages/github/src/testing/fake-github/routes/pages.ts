import { randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyReply } from "fastify";
import { makeApp, readManifest } from "../make-app.js";
import { FakeError, type FakeApp, type FakeState } from "../state.js";
import { sendEvent } from "../webhooks.js";

const codeLifetimeMs = 60 * 60_000;
/** Who is signed in on the fake's pages. */
const person = "octocat";

type New = { Params: { organization?: string }; Querystring: { state?: string } };

/** The pages that people see: a new App from a manifest, and where it is installed. */
export function pageRoutes(server: FastifyInstance, state: FakeState): void {
  for (const path of ["/settings/apps/new", "/organizations/:organization/settings/apps/new"]) {
    server.get<New>(path, (_request, reply) => page(reply, "Register new GitHub App", "<p>Send a manifest here.</p>"));

    server.post<New & { Body: { manifest?: string } }>(path, (request, reply) => {
      const manifest = request.body.manifest ?? "{}";
      const { name } = readManifest(state, JSON.parse(manifest));
      const fields = hidden({ manifest, state: request.query.state ?? "", owner: request.params.organization ?? person });
      return page(reply, `Create GitHub App for ${name}`, `<form method="post" action="/settings/apps">${fields}<button>Create GitHub App</button></form>`);
    });
  }

  server.post<{ Body: { manifest: string; state: string; owner: string } }>("/settings/apps", (request, reply) => {
    const { redirectUrl, ...settings } = readManifest(state, JSON.parse(request.body.manifest));
    const app = makeApp(state, { ...settings, owner: request.body.owner });
    const code = randomBytes(20).toString("hex");
    state.codes.set(code, { app, expiresAtMs: Date.now() + codeLifetimeMs });
    const back = new URL(redirectUrl);
    back.searchParams.set("code", code);
    if (request.body.state !== "") back.searchParams.set("state", request.body.state);
    return reply.redirect(back.href);
  });

  server.get<{ Params: { slug: string } }>("/github-apps/:slug", (request, reply) => {
    const app = appOf(state, request.params.slug);
    return page(reply, app.name, `<a href="/github-apps/${app.slug}/installations/new">Install</a>`);
  });

  server.get<{ Params: { slug: string } }>("/github-apps/:slug/installations/new", (request, reply) => {
    const app = appOf(state, request.params.slug);
    const own = state.repositories.filter(({ owner }) => owner === app.owner);
    const boxes = own.map(({ id, fullName }) => `<label><input type="checkbox" name="repository" value="${id}"> ${escape(fullName)}</label>`).join("<br>");
    const form = `<form method="post"><p>None selected: all repositories.</p>${boxes}<p><button>Install</button></p></form>`;
    return page(reply, `Install ${app.name}`, form);
  });

  server.post<{ Params: { slug: string }; Body: { repository?: string | string[] } | null }>("/github-apps/:slug/installations/new", async (request, reply) => {
    const app = appOf(state, request.params.slug);
    const chosen = [request.body?.repository ?? []].flat().map(Number);
    const installation = { id: state.nextId(), appId: app.id, account: app.owner, accountType: "User" as const, selected: chosen.length === 0 ? null : new Set(chosen), suspended: false };
    state.installations.push(installation);
    await sendEvent(state, { name: "installation", action: "created", sender: person, repository: null, fields: {} });
    const back = new URL(app.setupUrl ?? `${state.url}/settings/installations/${installation.id}`);
    back.searchParams.set("installation_id", String(installation.id));
    back.searchParams.set("setup_action", "install");
    return reply.redirect(back.href);
  });
}

function appOf(state: FakeState, slug: string): FakeApp {
  const app = state.apps.find((known) => known.slug === slug);
  if (!app) throw new FakeError(404, "Not Found");
  return app;
}

function hidden(fields: Record<string, string>): string {
  return Object.entries(fields).map(([name, value]) => `<input type="hidden" name="${name}" value="${escape(value)}">`).join("");
}

function page(reply: FastifyReply, title: string, body: string): FastifyReply {
  return reply.type("text/html").send(`<!doctype html><html lang="en"><title>${escape(title)}</title><h1>${escape(title)}</h1>${body}</html>`);
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
