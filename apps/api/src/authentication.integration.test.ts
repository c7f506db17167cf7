import { executionAsyncId } from "node:async_hooks";
import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { callLibrary } from "./plugins/authentication/call-library.js";
import { adminEmail, password, signInAsAdministrator, startTestApp, type TestApp } from "./testing/test-app.js";

let server: TestApp;
beforeEach(async () => {
  server = await startTestApp();
});
afterEach(() => server.close());

const signIn = (body: object, headers: Record<string, string> = {}) =>
  server.call({ method: "POST", url: "/api/auth/sign-in/email", payload: body, headers });

/** With a hook each promise has an id of its own. */
async function arePromisesHooked(): Promise<boolean> {
  await Promise.resolve();
  const first = executionAsyncId();
  await Promise.resolve();
  return first !== executionAsyncId();
}

describe("setup", () => {
  const administrator = (n: number) => ({ token: server.settings.setupToken, name: "Ada", email: `ada${n}@example.org`, password });

  // PROOFS S33
  test("makes exactly one administrator, of several that try at once", async () => {
    const answers = await Promise.all(
      Array.from({ length: 5 }, (_, n) => server.call({ method: "POST", url: "/api/setup", payload: administrator(n) })),
    );
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, ...Array.from({ length: 4 }, () => 409)]);
    expect(await server.app.db.prisma.user.count()).toBe(1);
    expect(await server.app.db.prisma.auditEvent.count({ where: { action: "user.created" } })).toBe(1);
    const made = answers.find(({ statusCode }) => statusCode === 201);
    const cookie = made?.cookies[0];
    const me = await server.call({ method: "GET", url: "/api/me", headers: { cookie: `${cookie?.name}=${encodeURIComponent(cookie?.value ?? "")}` } });
    expect(me.json()).toMatchObject({ role: "admin", name: "Ada" });
    expect((await server.call({ method: "GET", url: "/api/setup" })).json()).toMatchObject({ required: false });
  });

  test("needs the one-time token", async () => {
    const answer = await server.call({ method: "POST", url: "/api/setup", payload: { ...administrator(1), token: "guess" } });
    expect([answer.statusCode, answer.json().code]).toEqual([403, "setup_token_invalid"]);
    expect(await server.app.db.prisma.user.count()).toBe(0);
    expect((await server.call({ method: "GET", url: "/api/setup" })).json()).toMatchObject({ required: true });
  });
});

describe("sign-in", () => {
  test("gives a session that works until sign-out, and says the same for a wrong address as for a wrong password", async () => {
    const cookie = await signInAsAdministrator(server);
    const me = () => server.call({ method: "GET", url: "/api/me", headers: { cookie } });
    expect((await me()).json()).toMatchObject({ email: adminEmail, role: "admin" });
    const [wrongPassword, wrongAddress] = await Promise.all([
      signIn({ email: adminEmail, password: "wrong" }),
      signIn({ email: "nobody@example.org", password }),
    ]);
    const { requestId: _a, ...first } = wrongPassword.json();
    const { requestId: _b, ...second } = wrongAddress.json();
    expect([wrongPassword.statusCode, first]).toEqual([401, second]);
    expect((await server.call({ method: "POST", url: "/api/auth/sign-out", headers: { cookie } })).statusCode).toBe(204);
    expect((await me()).statusCode).toBe(401);
  });

  test("leaves no hook behind that runs for every promise of the process", async () => {
    const before = await arePromisesHooked();
    await Promise.all([signIn({ email: adminEmail, password: "wrong" }), signInAsAdministrator(server)]);
    const during = await callLibrary(server.app.auth, async (library) => {
      await library.getSession({ headers: new Headers() });
      return arePromisesHooked();
    });
    // From Node 24 on, nothing needs them.
    const needsHooks = Number(process.versions.node.split(".")[0]) < 24;
    expect({ before, during, after: await arePromisesHooked() }).toEqual({ before: false, during: needsHooks, after: false });
  });

  test("lasts as long as it is used, and ends when it is not", async () => {
    const cookie = await signInAsAdministrator(server);
    const { session } = server.app.db.prisma;
    const me = async () => (await server.call({ method: "GET", url: "/api/me", headers: { cookie } })).statusCode;
    const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
    await session.updateMany({ data: { expiresAt: inDays(5) } });
    expect(await me()).toBe(200);
    expect((await session.findFirstOrThrow()).expiresAt.getTime()).toBeGreaterThan(inDays(6.9).getTime());
    expect(await me()).toBe(200);
    await session.updateMany({ data: { expiresAt: inDays(-0.001) } });
    // Time alone ends it, of which nobody is notified.
    await expect.poll(me, { timeout: 1_000 }).toBe(401);
  });

  test("sets a cookie that scripts and other sites cannot use", async () => {
    await signInAsAdministrator(server);
    const [cookie] = (await signIn({ email: adminEmail, password })).cookies;
    expect(cookie).toMatchObject({ name: "windlass_session", httpOnly: true, sameSite: "Lax", path: "/" });
  });

  // PROOFS S21
  test("is limited per address, of IPv6 per /64, whatever is forwarded", async () => {
    const attempt = (remoteAddress: string, forwarded: string) =>
      server.call({
        method: "POST",
        url: "/api/auth/sign-in/email",
        remoteAddress,
        headers: { "x-forwarded-for": forwarded },
        payload: { email: "no address" },
      });
    const codes: number[] = [];
    for (let i = 0; i < 25; i += 1) codes.push((await attempt(`2001:db8:1:2::${i.toString(16)}`, `10.0.0.${i}`)).statusCode);
    expect(codes.indexOf(429)).toBe(20);
    expect(codes.slice(20).every((code) => code === 429)).toBe(true);
    const limited = await attempt("2001:db8:1:2::ffff", "1.2.3.4");
    expect(limited.json()).toMatchObject({ code: "rate_limited", status: 429 });
    expect(Number(limited.headers["retry-after"])).toBeGreaterThan(0);
    expect((await attempt("2001:db8:1:3::1", "1.2.3.4")).statusCode).toBe(400);
  });
});

describe("over TLS", () => {
  test("the cookie is bound to this host and sent over TLS only", async () => {
    const tls = await startTestApp({ publicUrl: "https://windlass.example.org" });
    try {
      await signInAsAdministrator(tls);
      const answer = await tls.call({ method: "POST", url: "/api/auth/sign-in/email", payload: { email: adminEmail, password } });
      expect(answer.cookies[0]).toMatchObject({ name: "__Host-windlass_session", secure: true, path: "/", httpOnly: true });
      expect(answer.cookies[0]?.domain).toBeUndefined();
      expect(answer.headers["strict-transport-security"]).toContain("max-age");
    } finally {
      await tls.close();
    }
  });
});

describe("API tokens", () => {
  test("are shown once, kept as a hash, and end when revoked", async () => {
    const cookie = await signInAsAdministrator(server);
    const created = await server.call({ method: "POST", url: "/api/tokens", headers: { cookie }, payload: { name: "ci" } });
    expect(created.statusCode).toBe(201);
    const { token, id, prefix } = created.json();
    expect(token).toMatch(/^wl_[\w-]{43}$/);
    expect(token.startsWith(prefix)).toBe(true);
    const call = () => server.call({ method: "GET", url: "/api/me", headers: { authorization: `Bearer ${token}` } });
    expect((await call()).statusCode).toBe(200);
    const listed = await server.call({ method: "GET", url: "/api/tokens", headers: { cookie } });
    expect(listed.json().items).toMatchObject([{ id, name: "ci", lastUsedAt: expect.any(String) }]);
    expect(listed.body).not.toContain(token);
    const stored = await server.app.db.pool.query("SELECT row_to_json(t)::text AS row FROM api_tokens t");
    expect(JSON.stringify(stored.rows)).not.toContain(token.slice(prefix.length));
    expect((await server.call({ method: "DELETE", url: `/api/tokens/${id}`, headers: { cookie } })).statusCode).toBe(204);
    expect((await call()).statusCode).toBe(401);
  });

  test("end when they expire, and cannot make others", async () => {
    const token = await server.tokenOf("admin");
    const headers = { authorization: `Bearer ${token}` };
    expect((await server.call({ method: "POST", url: "/api/tokens", headers, payload: { name: "more" } })).json()).toMatchObject({ code: "forbidden" });
    await server.app.db.prisma.apiToken.updateMany({ data: { expiresAt: new Date(Date.now() - 1_000) } });
    expect((await server.call({ method: "GET", url: "/api/me", headers })).statusCode).toBe(401);
  });

  // PROOFS S07
  test("that are malformed are all answered alike", async () => {
    const cookie = await signInAsAdministrator(server);
    const good = await server.tokenOf("developer");
    const malformed = [
      "", "Bearer", "Bearer ", "Bearer nothing", "bearer null", "Bearer undefined", "Bearer wl_", `Bearer ${good.slice(0, -1)}`, `Bearer ${good}x`,
      `Bearer ${good} `.replace(/ $/, "\u00a0"), `Bearer wl_${randomBytes(32).toString("base64url")}`, `Basic ${Buffer.from(`admin:${password}`).toString("base64")}`,
      `Token ${good}`, good, `Bearer  ${good}`, `Bearer ${good},${good}`, `Bearer ${good.toUpperCase()}`, `Bearer ' OR 1=1 --`, `Bearer ${"a".repeat(5_000)}`,
      "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZG1pbiJ9.", `Bearer ${good.replace("wl_", "")}`, "Bearer wl_%00", "Digest username=admin", "Bearer [object Object]",
      "Negotiate", `Bearer ${Buffer.from(good).toString("base64")}`, `"Bearer ${good}"`, "Bearer true", "Bearer 0", "Bearer *",
    ];
    const answers = await Promise.all(
      // A good cookie beside a bad token does not help.
      malformed.map((authorization) => server.call({ method: "GET", url: "/api/me", headers: { authorization, cookie } })),
    );
    const bodies = answers.map((answer) => ({ ...answer.json(), requestId: undefined }));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(malformed.map(() => 401));
    expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  });
});

// PROOFS S18
describe("a page of another site", () => {
  test("cannot write with the visitor's cookie, and a program with a token can", async () => {
    const cookie = await signInAsAdministrator(server);
    const create = (headers: Record<string, string>) =>
      server.call({ method: "POST", url: "/api/tokens", headers: { host: "windlass.local:4680", ...headers }, payload: { name: "x" } });
    expect((await create({ cookie, origin: "https://evil.example" })).statusCode).toBe(403);
    expect((await create({ cookie, origin: "null" })).statusCode).toBe(403);
    expect((await create({ cookie, origin: "http://windlass.local:4681" })).statusCode).toBe(403);
    expect((await signIn({ email: adminEmail, password }, { origin: "https://evil.example" })).statusCode).toBe(403);
    expect(await server.app.db.prisma.apiToken.count()).toBe(0);
    expect((await create({ cookie, origin: "http://windlass.local:4680" })).statusCode).toBe(201);
    expect((await create({ cookie })).statusCode).toBe(201);
  });

  test("cannot send a form that is taken for JSON", async () => {
    const cookie = await signInAsAdministrator(server);
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonx", "text/json"]) {
      const answer = await server.call({ method: "POST", url: "/api/tokens", headers: { cookie, "content-type": type }, payload: '{"name":"x"}' });
      expect([type, answer.statusCode, answer.json().code]).toEqual([type, 415, "invalid_request"]);
    }
    // PROOFS S10
    for (const type of ["application/json; charset=utf-16", "Application/JSON", "application/json\t; charset=utf-8,x", "application/json;"]) {
      const answer = await server.call({ method: "POST", url: "/api/tokens", headers: { cookie, "content-type": type }, payload: '{"name":7}' });
      expect([type, answer.json().code]).toEqual([type, "invalid_request"]);
    }
  });
});
