import { randomUUID } from "node:crypto";
import { gunzipSync } from "node:zlib";
import { pageSchema } from "@windlass/contracts/page";
import { releaseConfigSchema, releaseSummarySchema } from "@windlass/contracts/release-config";
import type { ResolvedConfig } from "@windlass/contracts/resolved-config";
import { seedDeployment, seedStage } from "@windlass/operations/testing/seed-deployment";
import type { InjectOptions } from "fastify";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestApp, type TestApp } from "./testing/test-app.js";

const config: ResolvedConfig = {
  file: "serverless.yml",
  value: { service: "cart", provider: { name: "aws" }, custom: { zebra: 1, ant: "2" } },
  origins: {},
  files: ["serverless.yml"],
  places: { "/service": [0, 1, 1] },
};
const template = { Resources: { Queue: { Type: "AWS::SQS::Queue", Properties: { QueueName: "q".repeat(5000) } } } };

let server: TestApp;
let address: string;
let stageId: string;
beforeAll(async () => {
  server = await startTestApp();
  stageId = await seedStage(server.app.db, "cart");
  address = "/api/services/service-cart/stages/dev/releases";
  const ids = [await addRelease(1, "succeeded", null), await addRelease(2, "failed", config), await addRelease(3, "succeeded", config)];
  await server.app.db.prisma.stage.update({ where: { id: stageId }, data: { currentReleaseId: ids[2] ?? null } });
});
afterAll(() => server.close());

async function addRelease(number: number, state: string, resolvedConfig: ResolvedConfig | null): Promise<string> {
  const { prisma } = server.app.db;
  const releaseId = randomUUID();
  const deploymentId = await seedDeployment(server.app.db, { stageId, number });
  await prisma.release.create({
    data: {
      id: releaseId,
      stageId,
      number,
      commitSha: "c".repeat(40),
      commitMessage: `Release ${number}`,
      commitAuthor: "Ada",
      stackName: "cart-dev",
      template: JSON.stringify(template),
      templateHash: "h",
      artifacts: [],
      functions: [],
      sourceMap: { Queue: { file: "serverless.yml", line: 3, column: 1, property: "resources.Resources.Queue" } },
      ...(resolvedConfig === null ? {} : { resolvedConfig }),
    },
  });
  await prisma.deployment.update({ where: { id: deploymentId }, data: { state, releaseId, finishedAt: new Date() } });
  return releaseId;
}

const get = (url: string, headers: InjectOptions["headers"] = {}) => server.as("viewer", { method: "GET", url: `${address}${url}`, headers });

describe("the releases of a stage", () => {
  test("are listed newest first with what became of them, page by page", async () => {
    const first = pageSchema(releaseSummarySchema).parse((await get("?limit=2")).json());
    expect(first.items.map(({ number, state, current, shipped }) => ({ number, state, current, shipped }))).toEqual([
      { number: 3, state: "succeeded", current: true, shipped: true },
      { number: 2, state: "failed", current: false, shipped: false },
    ]);
    const second = pageSchema(releaseSummarySchema).parse((await get(`?limit=2&cursor=${first.nextCursor}`)).json());
    expect(second).toMatchObject({ items: [{ number: 1, shipped: true }], nextCursor: null });
    expect(new Set([...first.items, ...second.items].map(({ version }) => version)).size).toBe(3);
  });
});

describe("the config of a release", () => {
  test("has the resolved values in their order, the template as JSON, and the map between them", async () => {
    const answer = await get("/3/config");
    const body = releaseConfigSchema.parse(answer.json());
    expect(body).toEqual({
      number: 3,
      resolvedConfig: config,
      template,
      sourceMap: { Queue: { file: "serverless.yml", line: 3, column: 1, property: "resources.Resources.Queue" } },
      functions: [],
      inputs: [],
    });
    expect(answer.body).toContain('{"zebra":1,"ant":"2"}');
    expect(answer.headers["content-type"]).toMatch(/^application\/json/);
  });

  test("is null for a release that was built before it was kept, and so is the template, in which nothing was masked", async () => {
    expect(releaseConfigSchema.parse((await get("/1/config")).json())).toMatchObject({ number: 1, resolvedConfig: null, template: null });
  });

  test("has the template with its secrets masked where there were some", async () => {
    const where = { stageId_number: { stageId, number: 3 } };
    await server.app.db.prisma.release.update({ where, data: { shownTemplate: '{"Resources":{"Queue":"***"}}' } });
    const answer = await get("/3/config");
    expect(answer.json().template).toEqual({ Resources: { Queue: "***" } });
    expect(answer.body).not.toContain("qqqq");
    await server.app.db.prisma.release.update({ where, data: { shownTemplate: null } });
  });

  test("is not sent again to who has it, and kept for good by who asked for its version", async () => {
    const first = await get("/3/config");
    expect(first.headers["cache-control"]).toBe("private, no-cache");
    expect(first.headers.vary).toContain("cookie");
    const etag = String(first.headers.etag);
    const again = await get("/3/config", { "if-none-match": etag });
    expect([again.statusCode, again.body, again.headers.etag]).toEqual([304, "", etag]);

    const version = pageSchema(releaseSummarySchema).parse((await get("?limit=1")).json()).items[0]?.version ?? "";
    expect(etag).toBe(`W/"${version}"`);
    expect((await get(`/3/config?version=${version}`)).headers["cache-control"]).toContain("immutable");
    expect((await get("/3/config?version=another")).headers["cache-control"]).toBe("private, no-cache");
  });

  test("has another version once its release was stored anew", async () => {
    const before = String((await get("/2/config")).headers.etag);
    await server.app.db.prisma.release.update({ where: { stageId_number: { stageId, number: 2 } }, data: { template: '{"Resources":{}}' } });
    const after = await get("/2/config", { "if-none-match": before });
    expect(after.statusCode).toBe(200);
    expect(after.json().template).toEqual({ Resources: {} });
    expect(after.headers.etag).not.toBe(before);
  });

  test("is compressed for who accepts that", async () => {
    const plain = await get("/3/config", { "accept-encoding": "gzip;q=0, br" });
    expect(plain.headers["content-encoding"]).toBeUndefined();
    const packed = await get("/3/config", { "accept-encoding": "br, gzip" });
    expect(packed.headers["content-encoding"]).toBe("gzip");
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
    expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body);
  });

  test("is not found for a release, stage or service that is not there", async () => {
    for (const url of [`${address}/4/config`, "/api/services/service-cart/stages/prod/releases/3/config", "/api/services/none/stages/dev/releases"]) {
      expect([url, (await server.as("viewer", { method: "GET", url })).statusCode]).toEqual([url, 404]);
    }
  });
});
