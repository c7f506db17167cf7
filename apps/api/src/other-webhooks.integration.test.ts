import { createHmac } from "node:crypto";
import { webhookSettingsSchema, type WebhookSettings } from "@windlass/contracts/delivery";
import { systemContext } from "@windlass/operations/context";
import { processDelivery } from "@windlass/operations/delivery/process-delivery";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApp, type TestApp } from "./testing/test-app.js";

let server: TestApp;
let settings: WebhookSettings;
beforeAll(async () => {
  server = await startTestApp({ publicUrl: "https://deploy.example.com" });
  const create = async (url: string, payload: object) => {
    const answer = await server.as("admin", { method: "POST", url, payload });
    if (answer.statusCode >= 300) throw new Error(answer.body);
  };
  await create("/api/accounts", { name: "test", kind: "ambient", defaultRegion: "us-east-1" });
  for (const [name, url] of [["lab", "git@gitlab.example.com:acme/shop.git"], ["bucket", "https://bitbucket.org/acme/bucket.git"], ["hub", "https://github.com/acme/shop"]] as const) {
    await create("/api/services", { name, repository: { url } });
    await create(`/api/services/${name}/stages`, { name: "dev", account: "test", region: "us-east-1", autoDeploy: true });
  }
  settings = webhookSettingsSchema.parse((await server.as("admin", { method: "GET", url: "/api/settings/webhook" })).json());
});
afterAll(() => server.close());

const secretOf = (provider: string): string => settings.others.find((one) => one.provider === provider)?.secret ?? "";
const commits = ["a", "b", "c", "d"].map((letter) => letter.repeat(40));

async function processed(answer: { json: () => { id: string } }) {
  const { id } = answer.json();
  await processDelivery(systemContext(server.app.db, "test"), { deliveryId: id });
  return (await server.as("viewer", { method: "GET", url: `/api/deliveries/${id}` })).json();
}

test("each service that sends deliveries has an address and a secret of its own", () => {
  expect(settings.others.map(({ provider, url }) => [provider, url])).toEqual([["gitlab", "https://deploy.example.com/webhooks/gitlab"], ["bitbucket", "https://deploy.example.com/webhooks/bitbucket"]]);
  expect(new Set([settings.secret, ...settings.others.map(({ secret }) => secret)]).size).toBe(3);
});

describe("GitLab's webhook", () => {
  const project = { path_with_namespace: "acme/shop", git_http_url: "https://gitlab.example.com/acme/shop.git", git_ssh_url: "git@gitlab.example.com:acme/shop.git", web_url: "https://gitlab.example.com/acme/shop" };
  const body = { object_kind: "push", ref: "refs/heads/main", before: commits[0], after: commits[1], checkout_sha: commits[1], user_username: "ada", project, commits: [{ id: commits[1], message: "Sell more", timestamp: "2026-11-21T23:36:29+02:00", author: { name: "Grace" }, added: [], modified: ["a"], removed: [] }], total_commits_count: 1 };
  const send = (payload: object, headers: Record<string, string> = {}) =>
    server.call({ method: "POST", url: "/webhooks/gitlab", payload, headers: { "x-gitlab-event": "Push Hook", "idempotency-key": "one", "x-gitlab-event-uuid": "u-1", "x-gitlab-token": secretOf("gitlab"), ...headers } });

  test("deploys what the push means, once, and not what is called the same on GitHub", async () => {
    const answer = await send(body);
    expect(answer.statusCode).toBe(202);
    expect(await processed(answer)).toMatchObject({ provider: "gitlab", event: "push", repository: "acme/shop", ref: "refs/heads/main", reason: "deployed", decisions: [{ service: "lab", stage: "dev", reason: "deployed" }] });
    const again = await send(body, { "x-gitlab-event-uuid": "u-2" });
    expect(again.json()).toEqual({ id: answer.json().id, duplicate: true });
    const deployment = await server.as("viewer", { method: "GET", url: "/api/services/lab/stages/dev/deployments/1" });
    expect(deployment.json()).toMatchObject({ trigger: "push", ref: "main", actor: { type: "webhook", label: "ada" }, commit: { sha: commits[1], message: "Sell more", author: "Grace" } });
    expect((await server.as("viewer", { method: "GET", url: "/api/services/hub/stages/dev/deployments" })).json().items).toEqual([]);
  });

  test("keeps what is no push with what it was, and a push that is none as such", async () => {
    expect(await processed(await send({ object_kind: "wiki_page", project }, { "x-gitlab-event": "Wiki Page Hook", "idempotency-key": "two" }))).toMatchObject({ event: "wiki_page_hook", reason: "event_not_handled" });
    expect(await processed(await send({ ...body, after: "$(reboot)" }, { "idempotency-key": "three" }))).toMatchObject({ reason: "payload_invalid" });
  });

  // PROOFS S11
  test("takes what is signed with the signing token, once, by the id that was signed", async () => {
    const token = settings.others.find(({ provider }) => provider === "gitlab")?.signingToken ?? "";
    expect(token).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const [text, time] = [JSON.stringify({ ...body, ref: "refs/heads/signed" }), String(Math.floor(Date.now() / 1_000))];
    const signature = `v1,${createHmac("sha256", Buffer.from(token.slice(6), "base64")).update(`s-1.${time}.${text}`).digest("base64")}`;
    const sendSigned = (headers: Record<string, string> = {}) =>
      server.call({ method: "POST", url: "/webhooks/gitlab", payload: text, headers: { "content-type": "application/json", "x-gitlab-event": "Push Hook", "idempotency-key": "s-1", "webhook-id": "s-1", "webhook-timestamp": time, "webhook-signature": signature, ...headers } });
    const answer = await sendSigned();
    expect(answer.statusCode).toBe(202);
    expect((await sendSigned({ "idempotency-key": "s-2" })).json()).toEqual({ id: answer.json().id, duplicate: true });
    for (const wrong of [{ "webhook-id": "s-2" }, { "webhook-timestamp": String(Number(time) - 1) }, { "webhook-signature": "v1,AAAA" }]) expect((await sendSigned(wrong)).statusCode).toBe(401);
  });

  // PROOFS S11
  test("takes nothing without its token, nor with that of another", async () => {
    const before = await server.app.db.prisma.delivery.count();
    for (const token of ["", "x", settings.secret, secretOf("bitbucket"), secretOf("gitlab").slice(1)]) {
      const answer = await send(body, { "x-gitlab-token": token, "idempotency-key": "never" });
      expect([answer.statusCode, answer.json().code]).toEqual([401, "signature_invalid"]);
    }
    expect((await send(body, { "idempotency-key": "no id!", "x-gitlab-event-uuid": "" })).statusCode).toBe(400);
    expect(await server.app.db.prisma.delivery.count()).toBe(before);
    const [row] = await server.app.db.prisma.delivery.findMany({ where: { provider: "gitlab" } });
    expect(JSON.stringify(row?.headers)).not.toContain(secretOf("gitlab"));
  });
});

describe("Bitbucket's webhook", () => {
  const branch = (name: string, hash: string | undefined) => ({ type: "branch", name, target: { hash, message: "Sell more\n", date: "2026-11-21T21:36:29+00:00", author: { raw: "Ada <ada@example.com>" } } });
  const payload = {
    actor: { nickname: "ada" },
    repository: { full_name: "acme/bucket", links: { html: { href: "https://bitbucket.org/acme/bucket" } } },
    push: { changes: [{ new: branch("other", commits[3]), old: null, created: true, closed: false, forced: false }, { new: branch("main", commits[2]), old: branch("main", commits[0]), created: false, closed: false, forced: false }] },
  };
  const send = (body: string, { secret = secretOf("bitbucket"), id = "r-1", key = "repo:push" } = {}) => {
    const signature = `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
    return server.call({ method: "POST", url: "/webhooks/bitbucket", payload: body, headers: { "content-type": "application/json", "x-event-key": key, "x-request-uuid": id, "x-hub-signature": signature } });
  };

  test("is stored as one delivery for each ref, each of which deploys what it means, once", async () => {
    const answer = await send(JSON.stringify(payload));
    expect(answer.statusCode).toBe(202);
    expect(await processed(answer)).toMatchObject({ provider: "bitbucket", ref: "refs/heads/other", reason: "no_matching_branch" });
    const second = await server.app.db.prisma.delivery.findFirstOrThrow({ where: { provider: "bitbucket", deliveryId: "r-1:2" } });
    expect(await processed({ json: () => second })).toMatchObject({ ref: "refs/heads/main", reason: "deployed", repository: "acme/bucket" });
    await send(JSON.stringify(payload));
    expect(await server.app.db.prisma.delivery.count({ where: { provider: "bitbucket" } })).toBe(2);
    expect((await server.as("viewer", { method: "GET", url: "/api/services/bucket/stages/dev/deployments/1" })).json()).toMatchObject({ actor: { label: "ada" }, commit: { sha: commits[2], author: "Ada" } });
  });

  // PROOFS S11
  test("takes nothing that is not signed with its secret, and keeps what it does not handle", async () => {
    for (const secret of ["x", settings.secret, secretOf("gitlab")]) expect((await send("{}", { secret, id: "never" })).statusCode).toBe(401);
    expect(await processed(await send("{}", { id: "r-2", key: "pullrequest:created" }))).toMatchObject({ event: "pullrequest_created", reason: "event_not_handled" });
    expect((await send("{broken", { id: "r-3" })).statusCode).toBe(202);
    expect(await server.app.db.prisma.delivery.findFirst({ where: { deliveryId: "r-3" } })).toMatchObject({ reason: "payload_invalid" });
    expect(await server.app.db.prisma.delivery.findFirst({ where: { deliveryId: "never" } })).toBeNull();
  });
});
