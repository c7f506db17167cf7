import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { allPages } from "./all-pages.js";
import { ApiError } from "./api-error.js";
import { createClient } from "./client.js";
import { LateSchema, openHttp, type Send } from "./http.js";

type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;
const cleanups: (() => void)[] = [];
afterEach(() => cleanups.splice(0).forEach((cleanup) => cleanup()));

async function serve(handler: Handler): Promise<string> {
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => handler(request, response, body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  cleanups.push(() => server.closeAllConnections(), () => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function json(response: ServerResponse, status: number, body: unknown, type = "application/json"): void {
  response.writeHead(status, { "content-type": type }).end(body === undefined ? undefined : JSON.stringify(body));
}

const token = {
  id: "01936d5a-0000-7000-8000-000000000001",
  name: "laptop",
  prefix: "wl_abcd",
  lastUsedAt: null,
  expiresAt: null,
  createdAt: "2026-11-23T00:00:00.000Z",
};

async function failure(promise: Promise<unknown>): Promise<ApiError> {
  const error: unknown = await promise.then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof ApiError)) throw new Error(`expected an ApiError, got ${String(error)}`);
  return error;
}

describe("createClient", () => {
  it("sends the token, the body and the query, and returns the checked answer", async () => {
    const seen: { method?: string | undefined; url?: string | undefined; authorization?: string | undefined; body: string }[] = [];
    const baseUrl = await serve((request, response, body) => {
      seen.push({ method: request.method, url: request.url, authorization: request.headers.authorization, body });
      json(response, 200, request.method === "GET" ? { items: [token], nextCursor: null } : { ...token, token: "wl_abcd_x" });
    });
    const client = createClient({ baseUrl: `${baseUrl}/`, token: "wl_t" });
    expect((await client.tokens.list({ limit: 5, cursor: "a b&c" })).items).toEqual([token]);
    expect((await client.tokens.create({ name: "laptop" })).token).toBe("wl_abcd_x");
    expect(seen).toEqual([
      { method: "GET", url: "/api/tokens?limit=5&cursor=a%20b%26c", authorization: "Bearer wl_t", body: "" },
      { method: "POST", url: "/api/tokens", authorization: "Bearer wl_t", body: '{"name":"laptop"}' },
    ]);
  });

  it("makes one encoded segment of every name, and refuses names that a URL drops (S08)", async () => {
    const urls: (string | undefined)[] = [];
    const baseUrl = await serve((request, response) => {
      urls.push(request.url);
      json(response, 204, undefined);
    });
    const client = createClient({ baseUrl });
    await client.services.delete("a/../b?c#d e;f\n");
    expect(urls).toEqual(["/api/services/a%2F..%2Fb%3Fc%23d%20e%3Bf%0A"]);
    for (const name of ["", ".", ".."]) expect((() => client.services.delete(name))).toThrow(ApiError);
    expect(urls).toHaveLength(1);
  });

  it("throws the server's problem document", async () => {
    const problem = { type: "/problems/name_taken", title: "Name taken", status: 409, code: "name_taken", message: "It exists.", hint: "Choose another name." };
    const baseUrl = await serve((_request, response) => json(response, 409, problem, "application/problem+json"));
    const error = await failure(createClient({ baseUrl }).services.create({ name: "hello", repository: { url: "/srv/hello" } }));
    expect(error.problem).toEqual(problem);
    expect([error.code, error.status, error.hint, error.message]).toEqual(["name_taken", 409, "Choose another name.", "It exists."]);
  });

  it("reads other failures too: better-auth's, a proxy's page, an answer of another shape", async () => {
    const baseUrl = await serve((request, response) => {
      if (request.url?.startsWith("/api/auth")) return json(response, 401, { code: "INVALID_EMAIL_OR_PASSWORD", message: "Invalid email or password" });
      if (request.url === "/api/home") return void response.writeHead(502, { "content-type": "text/html" }).end("<h1>Bad Gateway</h1>");
      return json(response, 200, { surprise: true });
    });
    let told = 0;
    const client = createClient({ baseUrl, onUnauthenticated: () => (told += 1) });
    const refused = await failure(client.auth.signIn({ email: "a@example.org", password: "wrong" }));
    expect([refused.code, refused.message, told]).toEqual(["unauthenticated", "Invalid email or password", 1]);
    expect((await failure(client.home.get())).code).toBe("unavailable");
    const odd = await failure(client.me.get());
    expect(odd.code).toBe("internal");
    expect(odd.message).toContain("GET /api/me");
  });

  it("says server_unreachable when nobody answers", async () => {
    const baseUrl = await serve(() => undefined);
    cleanups.splice(0).forEach((cleanup) => cleanup());
    const error = await failure(createClient({ baseUrl }).me.get());
    expect(error.code).toBe("server_unreachable");
    expect(error.message).toMatch(/^No answer from http:\/\/127\.0\.0\.1:\d+: .*ECONNREFUSED/);
  });

  it("stops when its signal is aborted, with the signal's reason", async () => {
    const baseUrl = await serve(() => undefined);
    const controller = new AbortController();
    const call = createClient({ baseUrl }).me.get({ signal: controller.signal });
    controller.abort();
    await expect(call).rejects.toThrow(expect.objectContaining({ name: "AbortError" }));
  });

  it("sends the idempotency key", async () => {
    let key: unknown;
    const baseUrl = await serve((request, response) => {
      key = request.headers["idempotency-key"];
      json(response, 404, { message: "no" });
    });
    const stage = { service: "hello", stage: "dev" };
    expect((await failure(createClient({ baseUrl }).deployments.create(stage, {}, { idempotencyKey: "k1" }))).code).toBe("not_found");
    expect(key).toBe("k1");
  });
});

describe("allPages", () => {
  it("reads on until there is no cursor", async () => {
    const pages = [
      { items: [1, 2], nextCursor: "b" },
      { items: [3], nextCursor: null },
    ];
    const asked: (string | undefined)[] = [];
    const items = await allPages(async (cursor) => {
      asked.push(cursor);
      return pages[asked.length - 1] ?? { items: [], nextCursor: null };
    });
    expect([items, asked]).toEqual([[1, 2, 3], [undefined, "b"]]);
  });
});

describe("a schema that is loaded late", () => {
  const answer = { ok: true, status: 200, text: () => Promise.resolve('{"number":1}') };
  const call = async (tell: boolean) => {
    const order: string[] = [];
    const send: Send = async (_url, { onSent }) => {
      order.push("sent");
      if (tell) onSent?.();
      await new Promise((resolve) => setTimeout(resolve, 5));
      order.push("answered");
      return answer;
    };
    const schema = new LateSchema(async () => {
      order.push("loaded");
      return z.object({ number: z.number() });
    });
    const { number } = await openHttp({ baseUrl: "http://server", fetch: send }).post("/deployments", { schema, body: {} });
    return { order, number };
  };

  it("is loaded while the server works, where the sender tells when the request is on its way", async () => {
    expect(await call(true)).toEqual({ order: ["sent", "loaded", "answered"], number: 1 });
  });

  it("is loaded after the answer where it does not", async () => {
    expect(await call(false)).toEqual({ order: ["sent", "answered", "loaded"], number: 1 });
  });
});
