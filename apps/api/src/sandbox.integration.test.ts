import { deploymentSchema } from "@windlass/contracts/deployment";
import { metricRanges, stageMetricsSchema } from "@windlass/contracts/metric";
import { ensureSandboxAccount } from "@windlass/operations/account/ensure-sandbox-account";
import { systemContext } from "@windlass/operations/context";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { startTestApp, type TestApp } from "./testing/test-app.js";

const sandboxUrl = inject("sandboxUrl");

describe.runIf(sandboxUrl !== undefined)("with a sandbox", () => {
  let server: TestApp;
  beforeAll(async () => {
    server = await startTestApp({ sandboxUrl, sampleRepository: "/srv/sample" });
    const context = systemContext(server.app.db, "test");
    await ensureSandboxAccount(context, { endpointUrl: "http://127.0.0.1:1" });
    await ensureSandboxAccount(context, { endpointUrl: sandboxUrl });
  });
  afterAll(() => server.close());
  const post = (url: string) => server.as("admin", { method: "POST", url, payload: {} });
  const get = (url: string) => server.as("viewer", { method: "GET", url });

  test("its account follows its address and is verified", async () => {
    expect((await get("/api/accounts")).json()).toMatchObject({ items: [{ name: "sandbox", kind: "sandbox", endpointUrl: sandboxUrl }] });
    expect((await post("/api/accounts/sandbox/verification")).json()).toMatchObject({ ok: true, error: null, awsAccountId: expect.stringMatching(/^\d{12}$/) });
  });

  test("the sample is made and deployed once, however often it is asked for", async () => {
    expect((await get("/api/home")).json()).toMatchObject({ sampleAvailable: true });
    const answers = await Promise.all(Array.from({ length: 5 }, () => post("/api/sample")));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201, 201]);
    const made = answers.map((answer) => deploymentSchema.parse(answer.json()));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made[0]).toMatchObject({ service: "hello", stage: "dev", number: 1, kind: "deploy" });
  });

  test.each(Object.keys(metricRanges))("the metrics of a stage that runs nothing are empty over %s", async (range) => {
    await post("/api/sample");
    const metrics = stageMetricsSchema.parse((await get(`/api/services/hello/stages/dev/metrics?range=${range}`)).json());
    expect(metrics).toMatchObject({ range, functions: [], apis: [] });
    expect(metrics.timestamps.length).toBeGreaterThan(10);
  });
});
