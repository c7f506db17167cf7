import { accountSchema } from "@windlass/contracts/account";
import { deploymentSchema } from "@windlass/contracts/deployment";
import { problemDocumentSchema } from "@windlass/contracts/error";
import { repositorySchema } from "@windlass/contracts/repository";
import { serviceSchema } from "@windlass/contracts/service";
import { stageSchema } from "@windlass/contracts/stage";
import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApp, type TestApp } from "./testing/test-app.js";

let server: TestApp;
beforeAll(async () => {
  server = await startTestApp();
});
afterAll(() => server.close());

async function send(method: "GET" | "POST" | "PATCH" | "DELETE", url: string, payload?: InjectOptions["payload"], headers: Record<string, string> = {}) {
  const answer = await server.as("admin", { method, url, headers, ...(payload === undefined ? {} : { payload }) });
  return { status: answer.statusCode, body: answer.body === "" ? null : answer.json(), text: answer.body };
}

async function expectProblem(answer: Promise<{ status: number; body: unknown }>, code: string) {
  const { status, body } = await answer;
  const problem = problemDocumentSchema.parse(body);
  expect(problem).toMatchObject({ code, status, type: `/problems/${code}` });
  expect(problem.hint).not.toBe("");
  return problem;
}

describe("a service with all that belongs to it", () => {
  test("is created, read, changed and deleted, and each step is audited", async () => {
    const account = await send("POST", "/api/accounts", { kind: "role", name: "prod", defaultRegion: "eu-central-1", roleArn: "arn:aws:iam::123456789012:role/windlass" });
    expect(account.status).toBe(201);
    expect(accountSchema.parse(account.body).externalId).toMatch(/^windlass-[0-9a-f]{32}$/);
    const repository = await send("POST", "/api/repositories", { url: "https://github.com/acme/cart", accessToken: "ghp_canary_repository" });
    expect(repositorySchema.parse(repository.body)).toMatchObject({ provider: "github", fullName: "acme/cart", hasAccessToken: true });
    const service = await send("POST", "/api/services", { name: "cart", repository: { id: repository.body.id }, rootDirectory: "services/cart" });
    expect(serviceSchema.parse(service.body)).toMatchObject({ name: "cart", rootDirectory: "services/cart", stages: [] });
    const stage = await send("POST", "/api/services/cart/stages", { name: "prod", account: "prod", region: "eu-central-1" });
    expect(stageSchema.parse(stage.body)).toMatchObject({ status: "never_deployed", accountKind: "role" });

    const parameters = [{ name: "PLAIN", value: "visible", secret: false }, { name: "TOKEN", value: "canary_parameter", secret: true }];
    const changed = await send("PATCH", "/api/services/cart/stages/prod", { autoDeploy: true, parameters, policyLevels: { "log-retention": "off" } });
    expect(changed.body).toMatchObject({ autoDeploy: true, policyLevels: { "log-retention": "off" } });
    expect(changed.body.parameters).toEqual([parameters[0], { name: "TOKEN", value: null, secret: true }]);
    const kept = await send("PATCH", "/api/services/cart/stages/prod", { parameters: [{ name: "TOKEN", value: null, secret: true }] });
    expect(kept.body.parameters).toEqual([{ name: "TOKEN", value: null, secret: true }]);
    await expectProblem(send("PATCH", "/api/services/cart/stages/prod", { parameters: [{ name: "NEW", value: null, secret: true }] }), "invalid_request");

    await expectProblem(send("DELETE", "/api/accounts/prod"), "in_use");
    await expectProblem(send("DELETE", `/api/repositories/${repository.body.id}`), "in_use");
    expect((await send("DELETE", "/api/services/cart")).status).toBe(204);
    await expectProblem(send("GET", "/api/services/cart"), "not_found");
    expect((await send("DELETE", "/api/accounts/prod")).status).toBe(204);
    expect((await send("DELETE", `/api/repositories/${repository.body.id}`)).status).toBe(204);

    const audit = await send("GET", "/api/audit-events?limit=100");
    const actions = audit.body.items.map((event: { action: string }) => event.action).toReversed();
    expect(actions.slice(-9)).toEqual([
      "account.created", "repository.created", "service.created", "stage.created", "stage.updated", "stage.updated",
      "service.deleted", "account.deleted", "repository.deleted",
    ]);
  });

  test("says what is wrong with it", async () => {
    await send("POST", "/api/accounts", { kind: "ambient", name: "twice", defaultRegion: "us-east-1" });
    await expectProblem(send("POST", "/api/accounts", { kind: "ambient", name: "twice", defaultRegion: "us-east-1" }), "name_taken");
    await expectProblem(send("POST", "/api/services/nope/stages", { name: "dev", account: "twice", region: "us-east-1" }), "not_found");
    await send("POST", "/api/repositories", { url: "git@github.com:acme/dup.git" });
    await expectProblem(send("POST", "/api/repositories", { url: "https://github.com/Acme/Dup" }), "name_taken");
    await expectProblem(send("POST", "/api/repositories", { url: "https://ada:secret@github.com/acme/x" }), "invalid_request");
    const problem = await expectProblem(send("POST", "/api/services", { name: "-bad name-", repository: { url: "ext::sh -c id" } }), "invalid_request");
    expect(problem.errors?.map(({ path }) => path)).toEqual(expect.arrayContaining(["name"]));
    await expectProblem(send("POST", "/api/services", '{"name":', { "content-type": "application/json" }), "invalid_request");
    await expectProblem(send("GET", "/api/services?cursor=%00%ff"), "invalid_request");
    await expectProblem(send("GET", "/api/services?limit=0"), "invalid_request");
    await expectProblem(send("POST", "/api/services", { name: "x".repeat(2_000_000) }), "payload_too_large");
    await expectProblem(send("GET", "/api/deployments/not-an-id"), "invalid_request");
  });
});

describe("services that depend on each other", () => {
  const depend = (service: string, change: InjectOptions["payload"]) => send("PATCH", `/api/services/${service}`, change);

  test("say so both ways, and refuse a circle by its names, an unknown service and the end of one that is needed", async () => {
    for (const name of ["dep-a", "dep-b", "dep.c"]) await send("POST", "/api/services", { name, repository: { url: "/srv/deps" } });
    expect((await depend("dep-b", { dependsOn: ["dep-a"] })).body).toMatchObject({ dependsOn: ["dep-a"], dependencies: ["dep-a"], dependents: [] });
    const inputs = { URL: "https://${dep-b.Host}/${sls:stage}", KEY: "plain" };
    expect((await depend("dep.c", { inputs })).body).toMatchObject({ dependsOn: [], inputs, dependencies: ["dep-b"] });
    expect((await depend("dep.c", { dependsOn: ["dep-a"] })).body).toMatchObject({ dependsOn: ["dep-a"], inputs, dependencies: ["dep-a", "dep-b"] });
    expect((await send("GET", "/api/services/dep-b")).body).toMatchObject({ dependents: ["dep.c"] });

    const circle = await expectProblem(depend("dep-a", { inputs: { X: "${dep.c.Url}" } }), "dependency_cycle");
    expect(circle.message).toMatch(/dep-a → dep\.c → dep-(a|b)/);
    await expectProblem(depend("dep-a", { dependsOn: ["dep-a"] }), "dependency_cycle");
    expect((await expectProblem(depend("dep-a", { dependsOn: ["gone"] }), "not_found")).message).toContain("gone");
    await expectProblem(depend("dep-a", { inputs: { X: "${env:HOME}" } }), "invalid_request");
    expect((await send("GET", "/api/services/dep-a")).body).toMatchObject({ dependsOn: [], inputs: {} });
    expect((await expectProblem(send("DELETE", "/api/services/dep-a"), "in_use")).message).toContain("dep-b, dep.c");
    for (const name of ["dep.c", "dep-b", "dep-a"]) expect((await send("DELETE", `/api/services/${name}`)).status).toBe(204);
  });

  test("close no circle by two changes at once", async () => {
    for (const name of ["pair-a", "pair-b"]) await send("POST", "/api/services", { name, repository: { url: "/srv/pair" } });
    const both = await Promise.all([depend("pair-a", { dependsOn: ["pair-b"] }), depend("pair-b", { dependsOn: ["pair-a"] })]);
    expect(both.map(({ status }) => status)).toEqual(expect.arrayContaining([200, 422]));
    await Promise.all(["pair-a", "pair-b"].map((name) => depend(name, { dependsOn: [] })));
    for (const name of ["pair-a", "pair-b"]) await send("DELETE", `/api/services/${name}`);
  });
});

describe("lists", () => {
  test("are read page by page, each row once, while rows are added and removed", async () => {
    const names = Array.from({ length: 23 }, (_, n) => `page-${String(n).padStart(2, "0")}`);
    for (const name of names) await send("POST", "/api/services", { name, repository: { url: `/srv/${name}` } });
    const seen: string[] = [];
    let cursor: string | null = "";
    for (let page = 0; cursor !== null; page += 1) {
      const { body } = await send("GET", `/api/services?limit=5${cursor ? `&cursor=${cursor}` : ""}`);
      seen.push(...body.items.map((item: { name: string }) => item.name).filter((name: string) => name.startsWith("page-")));
      cursor = body.nextCursor;
      if (page === 0) await send("POST", "/api/services", { name: "aaa-before-all", repository: { url: "/srv/before" } });
      if (page === 1) await send("DELETE", "/api/services/page-00");
    }
    expect(seen).toEqual(names);
  });
});

describe("deployments", () => {
  beforeAll(async () => {
    await send("POST", "/api/accounts", { kind: "keys", name: "keys", defaultRegion: "us-east-1", accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey: "canary_secret_key", endpointUrl: "http://127.0.0.1:9" });
    await send("POST", "/api/services", { name: "api", repository: { url: "/srv/api" } });
    await send("POST", "/api/services/api/stages", { name: "dev", account: "keys", region: "us-east-1", branch: "trunk" });
  });
  const stage = "/api/services/api/stages/dev";

  test("are asked for, listed, read, and cancelled", async () => {
    const first = await send("POST", `${stage}/deployments`, { ref: "v1.2" }, { "idempotency-key": "a" });
    expect(first.status).toBe(202);
    expect(deploymentSchema.parse(first.body)).toMatchObject({ number: 1, state: "queued", ref: "v1.2", trigger: "api" });
    const again = await send("POST", `${stage}/deployments`, { ref: "v1.2" }, { "idempotency-key": "a" });
    expect(again.body.id).toBe(first.body.id);
    const second = await send("POST", `${stage}/deployments`);
    expect(second.body).toMatchObject({ number: 2, ref: "trunk", blocker: { reason: "older_first", deploymentNumber: 1 } });
    await expectProblem(send("POST", `${stage}/deployments`, { ref: "--upload-pack=touch /tmp/x" }), "invalid_request");

    const listed = await send("GET", `${stage}/deployments?limit=1`);
    expect(listed.body.items.map(({ number }: { number: number }) => number)).toEqual([2]);
    const next = await send("GET", `${stage}/deployments?limit=1&cursor=${listed.body.nextCursor}`);
    expect([next.body.items[0].number, next.body.nextCursor]).toEqual([1, null]);
    expect((await send("GET", "/api/deployments?service=api&stage=dev&state=queued")).body.items).toHaveLength(2);
    expect((await send("GET", "/api/deployments?state=failed")).body.items).toEqual([]);
    expect((await send("GET", `${stage}/deployments/1/events?after=0`)).body).toMatchObject({ items: [{ seq: 1, kind: "state" }], nextCursor: null });
    expect((await send("GET", `${stage}/deployments/1/plan`)).body).toBeNull();
    expect((await send("GET", `${stage}/deployments/1/findings`)).body).toEqual({ items: [], nextCursor: null });
    const queue = await send("GET", "/api/queue");
    expect(queue.body.waiting.map(({ position }: { position: number }) => position)).toEqual([1, 2]);

    const cancelled = await send("POST", `${stage}/deployments/1/cancellation`, {});
    expect([cancelled.status, cancelled.body.state]).toEqual([202, "cancelled"]);
    await expectProblem(send("POST", `${stage}/deployments/1/cancellation`, {}), "not_cancellable");
    await expectProblem(send("DELETE", stage), "in_use");
    expect((await send("GET", "/api/home")).body.deploymentsPerDay).toHaveLength(7);
  });

  test("that make no sense are refused with the reason", async () => {
    expect.assertions(12);
    await expectProblem(send("POST", `${stage}/rollbacks`), "not_deployed");
    await expectProblem(send("GET", `${stage}/rollback-preview`), "not_deployed");
    await expectProblem(send("POST", `${stage}/removals`, { confirm: "dev" }), "not_deployed");
    await expectProblem(send("POST", `${stage}/removals`, { confirm: "prod" }), "invalid_request");
    await expectProblem(send("GET", `${stage}/deployments/99`), "not_found");
    await expectProblem(send("GET", `${stage}/deployments/99999999999`), "invalid_request");
  });

  test("an account whose endpoint does not answer says so, as an answer", async () => {
    const { status, body } = await send("POST", "/api/accounts/keys/verification");
    expect([status, body.ok]).toEqual([200, false]);
    expect(body.error).toMatchObject({ code: "account_unreachable" });
    expect((await send("GET", "/api/accounts/keys")).body).toMatchObject({ verifiedAt: null, verificationError: body.error });
  });

  // PROOFS S09
  test("no answer and no row shows a secret", async () => {
    const urls = ["/api/accounts", "/api/accounts/keys", "/api/repositories", "/api/services", stage, "/api/audit-events?limit=100", "/api/home"];
    for (const url of urls) expect((await send("GET", url)).text).not.toMatch(/canary_|ghp_/);
    for (const table of ["aws_accounts", "repositories", "stage_parameters", "audit_events", "outbox", "events"]) {
      const { rows } = await server.app.db.pool.query(`SELECT t::text AS row FROM ${table} t`);
      const hex = Buffer.from("canary_").toString("hex");
      for (const { row } of rows) expect(String(row)).not.toMatch(new RegExp(`canary_|${hex}`));
    }
  });
});

describe("the documentation", () => {
  test("is a valid OpenAPI 3.1 document that names every route", async () => {
    const { body } = await send("GET", "/api/openapi.json");
    expect(body.openapi).toBe("3.1.0");
    const documented = Object.entries(body.paths).flatMap(([path, methods]) => Object.keys(methods as object).map((method) => `${method.toUpperCase()} ${path}`));
    const hidden = ["/api/live", "/api/openapi.json"];
    const declared = server.app.routeTable
      .filter(({ method, url }) => method !== "HEAD" && !hidden.includes(url) && !url.startsWith("/api/docs"))
      .map(({ method, url }) => `${String(method)} ${url.replace(/:(\w+)/g, "{$1}")}`);
    expect(documented.toSorted()).toEqual(declared.toSorted());
    for (const [path, methods] of Object.entries(body.paths)) {
      for (const operation of Object.values(methods as Record<string, { summary?: string; responses: object; parameters?: { name: string; in: string }[] }>)) {
        expect(operation.summary, path).toBeTruthy();
        expect(Object.keys(operation.responses).length, path).toBeGreaterThan(0);
        const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === "path").map(({ name }) => name);
        expect(new Set(inPath), path).toEqual(new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)));
      }
    }
    expect(JSON.stringify(body)).not.toContain('"$ref":"#/definitions');
  });

  test("can be browsed", async () => {
    const page = await server.call({ method: "GET", url: "/api/docs/" });
    expect([page.statusCode, page.headers["content-type"]]).toEqual([200, "text/html; charset=utf-8"]);
    expect(page.body).not.toMatch(/<script(?![^>]*src=)/);
  });
});
