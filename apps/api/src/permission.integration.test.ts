import { may, roles } from "@windlass/contracts/permission";
import { problemDocumentSchema } from "@windlass/contracts/error";
import Fastify, { type HTTPMethods, type RouteOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { permission } from "./plugins/permission.js";
import { startTestApp, type TestApp } from "./testing/test-app.js";

let server: TestApp;
let routes: RouteOptions[];
beforeAll(async () => {
  server = await startTestApp();
  routes = server.app.routeTable.filter(({ method }) => method !== "HEAD");
});
afterAll(() => server.close());

const methodOf = (route: RouteOptions) => String(route.method) as HTTPMethods & "GET";
/** The route's address with something in place of each parameter. */
const addressOf = (route: RouteOptions) =>
  route.url.replace(":id", "01936d5a-0000-7000-8000-000000000001").replace(":number", "1").replace(/:\w+/g, "nothing");

// PROOFS S06
describe("a route that declares neither a permission nor that it is public", () => {
  test("keeps the server from starting", async () => {
    const app = Fastify();
    await app.register(permission, { authenticate: async () => null });
    app.get("/declared", { config: { permission: "service:read" } }, () => "");
    app.get("/forgotten", () => "");
    await expect(app.ready()).rejects.toThrow(/neither: GET \/forgotten/);
    await app.close();
  });
});

// PROOFS S05
describe("every route", () => {
  test("is known, and few are public", () => {
    expect(routes.length).toBeGreaterThan(45);
    const open = routes.filter(({ config }) => config?.public === true && !config.permission).map(({ method, url }) => `${String(method)} ${url}`);
    expect(open.filter((route) => !route.includes("/api/docs")).toSorted()).toEqual([
      "GET /api/openapi.json",
      "GET /api/setup",
      "GET /healthz",
      "GET /readyz",
      "POST /api/auth/sign-in/email",
      "POST /api/auth/sign-out",
      "POST /api/setup",
      "POST /webhooks/bitbucket",
      "POST /webhooks/github",
      "POST /webhooks/gitlab",
    ]);
  });

  test("that is not public answers 401 to nobody, before it reads the body", async () => {
    for (const route of routes.filter(({ config }) => config?.permission)) {
      const answer = await server.call({ method: methodOf(route), url: addressOf(route), headers: { "content-type": "application/json" }, payload: "{broken" });
      expect([route.method, route.url, answer.statusCode]).toEqual([route.method, route.url, 401]);
      expect(problemDocumentSchema.parse(answer.json()).code).toBe("unauthenticated");
    }
  });

  test.each(roles)("gives the role %s what its permission says, and nothing else", async (role) => {
    for (const route of routes) {
      const needed = route.config?.permission;
      if (needed === undefined || route.url === "/api/live") continue;
      const answer = await server.as(role, { method: methodOf(route), url: addressOf(route) });
      const refused = answer.statusCode === 403 && /needs the role/.test(answer.json().message);
      expect([route.method, route.url, refused]).toEqual([route.method, route.url, !may(role, needed)]);
      expect(answer.statusCode, `${String(route.method)} ${route.url}: ${answer.body}`).toBeLessThan(500);
    }
  });

  // PROOFS S08
  test("is as closed under other spellings of its path", async () => {
    for (const path of ["/api//me", "/api/me/", "/API/ME", "/api/./me", "/api/x/../me", "/api/%6de", "/api/me;x", "/api/me%2f", "/api/me%00", "//api/me", "/api/me.", "/api/me?x", "/api\\me"]) {
      const answer = await server.call({ method: "GET", url: path });
      expect([path, answer.statusCode === 401 || answer.statusCode === 404 || answer.statusCode === 400]).toEqual([path, true]);
    }
  });
});
