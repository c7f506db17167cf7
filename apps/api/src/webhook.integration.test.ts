import { createHash, createHmac } from "node:crypto";
import { connect } from "node:net";
import { systemContext } from "@windlass/operations/context";
import { forgetPayloads } from "@windlass/operations/delivery/forget-payloads";
import { processDelivery } from "@windlass/operations/delivery/process-delivery";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { startTestApp, type TestApp } from "./testing/test-app.js";

let server: TestApp;
let address: string;
beforeAll(async () => {
  server = await startTestApp();
  address = await server.listen();
  const create = async (url: string, payload: object) => {
    const answer = await server.as("admin", { method: "POST", url, payload });
    if (answer.statusCode >= 300) throw new Error(answer.body);
  };
  await create("/api/accounts", { name: "test", kind: "ambient", defaultRegion: "us-east-1" });
  await create("/api/services", { name: "shop", repository: { url: "https://github.com/Acme/Shop.git" } });
  await create("/api/services", { name: "local", repository: { url: "/srv/git/local" } });
  await create("/api/services/shop/stages", { name: "dev", account: "test", region: "us-east-1", autoDeploy: true });
  await create("/api/services/shop/stages", { name: "qa", account: "test", region: "us-east-1", autoDeploy: false });
  await create("/api/services/shop/stages", { name: "prod", account: "test", region: "us-east-1", branch: "release", autoDeploy: true });
  await create("/api/services/local/stages", { name: "dev", account: "test", region: "us-east-1", autoDeploy: true });
});
afterAll(() => server.close());

const sign = (body: string | Buffer, secret = server.settings.webhookSecret) => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
let deliveries = 0;

function deliver(body: string | Buffer, change: { event?: string; id?: string; signature?: string | null; type?: string } = {}) {
  deliveries += 1;
  const signature = change.signature === undefined ? sign(body) : change.signature;
  return server.call({
    method: "POST",
    url: "/webhooks/github",
    headers: {
      "content-type": change.type ?? "application/json",
      "x-github-event": change.event ?? "push",
      "x-github-delivery": change.id ?? `delivery-${deliveries}`,
      ...(signature === null ? {} : { "x-hub-signature-256": signature }),
    },
    payload: body,
  });
}

/** A commit of its own for each push, since one that is deployed already is not deployed again. */
const push = (fields: object = {}) =>
  JSON.stringify({
    ref: "refs/heads/main",
    deleted: false,
    repository: { full_name: "acme/shop", clone_url: "https://github.com/acme/shop.git" },
    head_commit: { id: createHash("sha1").update(String(deliveries)).digest("hex"), message: "Sell more\n\nfor less", timestamp: "2026-11-23T09:00:00+01:00", author: { name: "Ada" } },
    ...fields,
  });

async function processed(id: string) {
  await processDelivery(systemContext(server.app.db, "test"), { deliveryId: id });
  return (await server.as("viewer", { method: "GET", url: `/api/deliveries/${id}` })).json();
}

describe("a delivery", () => {
  // PROOFS S11, P15
  test("with no, a wrong or a short signature is 401, stores nothing, and asks the database nothing", async () => {
    const before = await server.app.db.prisma.delivery.count();
    const queries = vi.spyOn(server.app.db.pool, "query");
    try {
      for (const signature of [null, "", "sha256=", sign("other"), sign(push(), "guess"), sign(push()).slice(0, -1), "sha1=0", `sha256=${"0".repeat(64)}`]) {
        const answer = await deliver(push(), { signature });
        expect([signature, answer.statusCode, answer.json().code]).toEqual([signature, 401, "signature_invalid"]);
      }
      expect(queries).not.toHaveBeenCalled();
    } finally {
      queries.mockRestore();
    }
    expect(await server.app.db.prisma.delivery.count()).toBe(before);
  });

  // PROOFS F20
  test("sent ten times at once is one row, one message, and deploys once however often it is processed", async () => {
    const body = push({ head_commit: { id: "f".repeat(40), message: "Sell more", timestamp: "2026-11-23T09:00:00+01:00", author: { name: "Ada" } } });
    const answers = await Promise.all(Array.from({ length: 10 }, () => deliver(body, { id: "same" })));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array.from({ length: 10 }, () => 202));
    const ids = new Set(answers.map((answer) => answer.json().id));
    expect(ids.size).toBe(1);
    expect(answers.filter((answer) => !answer.json().duplicate)).toHaveLength(1);
    const [id = ""] = ids;
    expect(await server.app.db.prisma.outbox.count({ where: { key: `delivery:${id}` } })).toBe(1);
    await server.app.db.prisma.delivery.update({ where: { id }, data: { processedAt: null } });
    await Promise.all(Array.from({ length: 5 }, () => processDelivery(systemContext(server.app.db, "test"), { deliveryId: id })));
    const delivery = await processed(id);
    expect(delivery).toMatchObject({ reason: "deployed", message: "Deploys shop/dev.", deployments: [{ service: "shop", stage: "dev" }] });
    const deployment = (await server.as("viewer", { method: "GET", url: `/api/deployments/${delivery.deployments[0].id}` })).json();
    expect(deployment).toMatchObject({
      trigger: "push",
      ref: "main",
      actor: { type: "webhook" },
      commit: { sha: "f".repeat(40), author: "Ada", committedAt: "2026-11-23T08:00:00.000Z" },
    });
  });

  test.each([
    ["ping", "ping", { zen: "Keep it logically awesome." }, "ping"],
    ["another event", "issues", { action: "opened" }, "event_not_handled"],
    ["a push without a ref", "push", { ref: undefined }, "payload_invalid"],
    ["a push of a commit that git would take for an option", "push", { after: "--output=/tmp/owned" }, "payload_invalid"],
    ["a push whose parts are of other types", "push", { ref: ["refs/heads/main"], commits: "none", repository: 7 }, "payload_invalid"],
    ["a push of an unknown repository", "push", { repository: { full_name: "evil/shop" } }, "repository_unknown"],
    ["a push of another branch", "push", { ref: "refs/heads/feature" }, "no_matching_branch"],
    ["a tag", "push", { ref: "refs/tags/v1" }, "no_matching_tag"],
    ["another kind of ref", "push", { ref: "refs/notes/x" }, "not_a_branch"],
    ["a commit that says no", "push", { head_commit: { id: "e".repeat(40), message: "Docs [skip deploy]" } }, "skipped_by_message"],
    ["a deleted branch", "push", { deleted: true, head_commit: null }, "branch_deleted"],
    ["the branch of another stage", "push", { ref: "refs/heads/release" }, "deployed"],
    ["a repository by its ssh address alone", "push", { repository: { ssh_url: "git@github.com:ACME/shop.git" } }, "deployed"],
    ["a folder on the server", "push", { repository: { full_name: "x/y", clone_url: "file:///srv/git/local" } }, "deployed"],
  ])("of %s is a row that says what it led to", async (_name, event, fields, reason) => {
    const answer = await deliver(push(fields), { event });
    expect(answer.statusCode).toBe(202);
    const delivery = await processed(answer.json().id);
    expect(delivery).toMatchObject({ reason, processedAt: expect.any(String) });
    expect(delivery.message).not.toBe("");
    expect(delivery.deployments.length > 0).toBe(reason === "deployed");
  });

  test("that is replayed long after it was processed is answered, and changes nothing", async () => {
    const body = push();
    const { id } = (await deliver(body, { id: "replayed" })).json();
    const before = await processed(id);
    const again = await deliver(body, { id: "replayed" });
    expect([again.statusCode, again.json()]).toEqual([202, { id, duplicate: true }]);
    expect(await processed(id)).toEqual(before);
    expect(await server.app.db.prisma.outbox.count({ where: { key: `delivery:${id}` } })).toBe(1);
  });

  // PROOFS S01: a stage that follows every branch takes such names for names.
  test("of a branch with a hostile name deploys that name and nothing else", async () => {
    const create = async (url: string, payload: object) => expect((await server.as("admin", { method: "POST", url, payload })).statusCode).toBe(201);
    await create("/api/services", { name: "any", repository: { url: "https://github.com/acme/any.git" } });
    await create("/api/services/any/stages", { name: "dev", account: "test", region: "us-east-1", autoDeploy: true });
    await server.as("developer", { method: "PATCH", url: "/api/services/any/stages/dev", payload: { settings: { deploys: { branches: ["**"], tags: ["**"] } } } });
    const names = ["$(reboot)", "`id`", "a;rm -rf x", "--upload-pack=touch x", "-c core.sshCommand=x", "../../etc/passwd", "a\nb", "ü/𝒳", "x".repeat(1_000), "{a,b}", "[", "**"];
    for (const name of names) {
      const fields = { ref: `refs/heads/${name}`, repository: { full_name: "acme/any" } };
      const delivery = await processed((await deliver(push(fields))).json().id);
      expect([name, delivery.ref]).toEqual([name, `refs/heads/${name}`]);
      // Git has no branch with `..` or a line break, and no glob matches one.
      expect([name, delivery.reason]).toEqual([name, /\.\.|\n/.test(name) ? "no_matching_branch" : "deployed"]);
      for (const { id } of delivery.deployments) expect((await server.app.db.prisma.deployment.findUniqueOrThrow({ where: { id } })).ref).toBe(name);
    }
  });

  test("deploys the stages whose rules it meets, and says for each of them why or why not", async () => {
    const create = async (url: string, payload: object) => expect((await server.as("admin", { method: "POST", url, payload })).statusCode).toBe(201);
    const repository = { url: "https://github.com/acme/mono.git" };
    for (const name of ["orders", "billing", "tagged"]) {
      await create("/api/services", { name, repository, ...(name === "tagged" ? {} : { rootDirectory: `services/${name}` }) });
      await create(`/api/services/${name}/stages`, { name: "dev", account: "test", region: "us-east-1", autoDeploy: true });
    }
    const change = async (service: string, deploys: object) => server.as("developer", { method: "PATCH", url: `/api/services/${service}/stages/dev`, payload: { settings: { deploys } } });
    expect((await change("billing", { paths: ["(a+)+"] })).json()).toMatchObject({ code: "invalid_request", errors: [{ path: "settings.deploys.paths.0" }] });
    expect((await change("billing", { paths: ["services/billing/**", "shared/**"] })).json().settings.deploys).toEqual({ branches: [], tags: [], paths: ["services/billing/**", "shared/**"] });
    await change("tagged", { tags: ["v*"] });
    const monorepo = { full_name: "acme/mono", clone_url: repository.url };
    const send = async (fields: object) => {
      const delivery = await processed((await deliver(push({ repository: monorepo, ...fields }))).json().id);
      return [delivery.reason, ...delivery.decisions.map(({ service, reason }: { service: string; reason: string }) => `${service} ${reason}`).toSorted()];
    };
    const commits = (modified: string[]) => ({ commits: [{ added: [], modified, removed: [] }] });
    expect(await send(commits(["shared/money.ts"]))).toEqual(["deployed", "billing deployed", "orders no_matching_paths", "tagged no_matching_branch"]);
    expect(await send(commits(["README.md"]))).toEqual(["no_matching_paths", "billing no_matching_paths", "orders no_matching_paths", "tagged no_matching_branch"]);
    expect(await send({ ...commits(["README.md"]), forced: true })).toEqual(["deployed", "billing deployed", "orders deployed", "tagged no_matching_branch"]);
    expect(await send({ ref: "refs/tags/v1" })).toEqual(["deployed", "billing no_matching_tag", "orders no_matching_tag", "tagged deployed"]);
    expect(await send({ ref: "refs/tags/v1", deleted: true, head_commit: null })).toEqual(["tag_deleted"]);
  });

  // Two webhooks of one repository, or a push that was found by looking.
  test("of a commit that the stage last deployed of the branch already deploys nothing", async () => {
    const body = push();
    const [first, second] = await Promise.all((await Promise.all([deliver(body), deliver(body)])).map((answer) => processed(answer.json().id)));
    expect(new Set([first.reason, second.reason])).toEqual(new Set(["already_deployed", "deployed"]));
  });

  // PROOFS F21
  test("that is older than one that was processed deploys nothing, also after its branch was deleted, and a forced push does", async () => {
    const pushed = async (sha: string, pushedAt: number, more: object = {}) => {
      const repository = { full_name: "acme/shop", clone_url: "https://github.com/acme/shop.git", pushed_at: pushedAt };
      return processed((await deliver(push({ ref: "refs/heads/main", after: sha.repeat(40), repository, head_commit: null, ...more }))).json().id);
    };
    expect(await pushed("b", 1_200)).toMatchObject({ reason: "deployed" });
    expect(await pushed("a", 1_100)).toMatchObject({ reason: "outdated", deployments: [], message: expect.stringContaining("newer push of main") });
    // Back to the older commit on purpose.
    expect(await pushed("a", 1_300, { forced: true })).toMatchObject({ reason: "deployed" });
    expect(await pushed("0", 1_500, { deleted: true })).toMatchObject({ reason: "branch_deleted" });
    expect(await pushed("c", 1_400)).toMatchObject({ reason: "outdated" });
  });

  test("that is no JSON object, or none that Postgres can keep, is a row that says so", async () => {
    const odd = ["{broken", "[]".repeat(3), "null", '"text"', '{"a":"\\u0000"}', `${"[".repeat(100_000)}${"]".repeat(100_000)}`, Buffer.from([0xff, 0xfe, 0x00])];
    for (const body of odd) {
      const answer = await deliver(body);
      expect([String(body).slice(0, 20), answer.statusCode]).toEqual([String(body).slice(0, 20), 202]);
      expect(await processed(answer.json().id)).toMatchObject({ reason: "payload_invalid", deployments: [] });
    }
  });

  test("without an id or an event is refused", async () => {
    expect((await deliver(push(), { id: "../../x" })).json()).toMatchObject({ code: "invalid_request" });
    expect((await deliver(push(), { event: "Push!" })).json()).toMatchObject({ code: "invalid_request" });
  });
});

describe("a stored delivery", () => {
  const read = async (id: string) => (await server.as("viewer", { method: "GET", url: `/api/deliveries/${id}` })).json();
  const again = (id: string, payload: object, role: "viewer" | "developer" = "developer") => server.as(role, { method: "POST", url: `/api/deliveries/${id}/process`, payload });

  test("is shown with its headers and its payload, but not with what signs it, and a large payload is cut", async () => {
    const { id } = (await deliver(push({ big: "ä".repeat(250_000) }))).json();
    const { headers, payload } = await read(id);
    expect(headers).toMatchObject({ "x-github-event": "push", "content-type": "application/json" });
    expect(Object.keys(headers).filter((name) => /signature|authorization|cookie/.test(name))).toEqual([]);
    expect(payload).toMatchObject({ isCut: true, text: expect.stringMatching(/^\{\n {2}"/) });
    expect([payload.text.length, payload.sizeBytes > 500_000]).toEqual([200_000, true]);
  });

  test("is found by event, repository and outcome, page by page", async () => {
    const list = async (query: string) => (await server.as("viewer", { method: "GET", url: `/api/deliveries?${query}` })).json();
    for (const ref of ["x", "y", "z"]) await processed((await deliver(push({ ref: `refs/heads/${ref}`, repository: { full_name: "Acme/Shop" } }))).json().id);
    const query = "event=push&repository=acme/shop&reason=no_matching_branch&limit=2";
    const first = await list(query);
    const second = await list(`${query}&cursor=${first.nextCursor}`);
    const refs = [...first.items, ...second.items].map(({ ref }: { ref: string }) => ref);
    expect(refs.slice(0, 3)).toEqual(["refs/heads/z", "refs/heads/y", "refs/heads/x"]);
    expect((await list("event=ping")).items.every(({ event }: { event: string }) => event === "ping")).toBe(true);
    expect((await list("repository=nobody/nothing")).items).toEqual([]);
    expect((await list("reason=nonsense")).code).toBe("invalid_request");
  });

  test("is processed again by the rules of now, deploys nothing twice unless asked, and the audit log says who asked", async () => {
    const update = (autoDeploy: boolean) => server.as("developer", { method: "PATCH", url: "/api/services/shop/stages/dev", payload: { autoDeploy } });
    await update(false);
    const { id } = (await deliver(push())).json();
    expect((await again(id, {})).json()).toMatchObject({ code: "conflict" });
    expect(await processed(id)).toMatchObject({ reason: "auto_deploy_off" });
    await update(true);
    expect((await again(id, {}, "viewer")).statusCode).toBe(403);
    const waiting = await again(id, {});
    expect([waiting.statusCode, waiting.json()]).toEqual([202, expect.objectContaining({ reason: "pending", decisions: [] })]);
    expect((await processed(id)).deployments).toHaveLength(1);
    await again(id, {});
    expect(await processed(id)).toMatchObject({ reason: "deployed", deployments: [expect.anything()] });
    await again(id, { again: true });
    expect((await processed(id)).deployments).toHaveLength(2);
    await again(id, {});
    expect((await processed(id)).deployments).toHaveLength(2);
    const asked = await server.app.db.prisma.auditEvent.findMany({ where: { entityId: id }, orderBy: { id: "asc" } });
    expect(asked.map(({ action, data }) => [action, data])).toEqual([false, false, true, false].map((value) => ["delivery.processed_again", { again: value }]));
    expect((await again("019abc00-0000-7000-8000-000000000000", {})).statusCode).toBe(404);
  });

  test("loses its payload after as many days as the rule says, and stays known: nothing can process it again, and the sender's repetition is none", async () => {
    const body = push();
    const { id } = (await deliver(body, { id: "forgotten" })).json();
    await processed(id);
    const waiting = (await deliver(push(), { id: "waits" })).json().id;
    await server.app.db.pool.query("UPDATE deliveries SET received_at = now() - interval '31 days' WHERE id = ANY ($1)", [[id, waiting]]);
    expect(await forgetPayloads(server.app.db, 32)).toBe(0);
    expect(await forgetPayloads(server.app.db, 30)).toBe(1);
    const { payload, headers, payloadDeletedAt } = await read(id);
    expect([payload.text, headers, payloadDeletedAt]).toEqual(["{}", {}, expect.any(String)]);
    expect((await read(waiting)).payload.text).toContain("refs/heads/main");
    expect((await again(id, {})).json()).toMatchObject({ code: "conflict", message: expect.stringContaining("deleted") });
    expect((await deliver(body, { id: "forgotten" })).json()).toEqual({ id, duplicate: true });
  });
});

// PROOFS S11
describe("a body that is too large", () => {
  test("is 413 before it is read, by its length or while it comes", async () => {
    for (const length of [26_214_400, 1_073_741_824]) expect(await rawRequest(`Content-Length: ${length}`, "")).toMatch(/^HTTP\/1\.1 413 /);
    const before = process.memoryUsage().rss;
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    const streamed = await rawRequest("Transfer-Encoding: chunked", chunk.repeat(100));
    expect(streamed).toMatch(/^HTTP\/1\.1 413 /);
    expect(process.memoryUsage().rss - before).toBeLessThan(60 * 1024 * 1024);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
  });
});

// PROOFS S11
test("a body that comes too slowly is 408", { timeout: 30_000 }, async () => {
  const { server: http } = server.app;
  const usual = [http.requestTimeout, http.headersTimeout] as const;
  // Node goes by the longer of the two.
  [http.requestTimeout, http.headersTimeout] = [500, 500];
  try {
    expect(await rawRequest("Content-Length: 1000", "{")).toMatch(/^HTTP\/1\.1 408 /);
  } finally {
    [http.requestTimeout, http.headersTimeout] = usual;
  }
  expect((await fetch(`${address}/healthz`)).status).toBe(200);
});

function rawRequest(header: string, body: string): Promise<string> {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    let answer = "";
    const socket = connect(Number(port), hostname, () => {
      socket.write(`POST /webhooks/github HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${header}\r\n\r\n`);
      socket.write(body);
    });
    socket.on("data", (data) => {
      answer += data.toString();
      if (answer.includes("\r\n\r\n")) {
        socket.destroy();
        resolve(answer);
      }
    });
    socket.on("error", (error) => (answer === "" ? reject(error) : resolve(answer)));
  });
}
