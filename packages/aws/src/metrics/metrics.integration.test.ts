import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { findEndpoints } from "../endpoints/find-endpoints.js";
import { invokeFunction } from "../functions/invoke-function.js";
import { readFunctionLogs } from "../logs/read-function-logs.js";
import { deployStack, openSandboxSession, uploadFunction } from "../testing/sandbox-account.js";
import { serviceTemplate } from "../testing/templates.js";
import { openSession } from "../session.js";
import { readStageMetrics } from "./read-stage-metrics.js";

const session = openSandboxSession(inject("sandboxUrl"));
const stackName = "measured-dev";
const functionName = `${stackName}-hello`;
const functions = [{ name: "hello", functionName }];
afterAll(() => session.close());

beforeAll(async () => {
  const code = await uploadFunction(session, "measured");
  const { outputs } = await deployStack(session, { stackName, token: "windlass-m", template: serviceTemplate(stackName, code) });
  const endpoints = await findEndpoints(session, { stackName, outputs });
  const url = endpoints.find((endpoint) => endpoint.kind === "functionUrl")?.url ?? "";
  const response = await fetch(`${url}/over-http`);
  if (!response.ok) throw new Error(await response.text());
});

describe("a function that was called", () => {
  it("answers an invocation, and a failing one with its error", async () => {
    const good = await invokeFunction(session, { functionName, payload: JSON.stringify({ path: "/direct" }) });
    expect(JSON.parse(good.payload)).toEqual({ statusCode: 200, body: "measured" });
    expect(good).toMatchObject({ functionError: null });
    expect(good.logTail).toContain("asked for /direct");
    const bad = await invokeFunction(session, { functionName, payload: JSON.stringify({ fail: true }) });
    expect(bad.functionError).toBe("Unhandled");
    expect(JSON.parse(bad.payload)).toMatchObject({ errorMessage: "told to fail" });
    await expect(invokeFunction(session, { functionName: "nobody" })).rejects.toMatchObject({ code: "aws_error" });
  });

  it("has its log lines, oldest first", async () => {
    const { lines } = await readFunctionLogs(session, { functionName });
    const text = lines.map((line) => line.message);
    expect(text.findIndex((line) => line.includes("asked for /over-http"))).toBeGreaterThanOrEqual(0);
    expect(text.findIndex((line) => line.includes("asked for /over-http"))).toBeLessThan(
      text.findIndex((line) => line.includes("asked for /direct")),
    );
    const first = await readFunctionLogs(session, { functionName, limit: 2 });
    expect(first.lines).toEqual(lines.slice(0, 2));
    expect(new Set(lines.map((line) => line.id)).size).toBe(lines.length);
    const found = await readFunctionLogs(session, { functionName, filterPattern: '"/direct"' });
    expect(found.lines.every((line) => line.message.includes("/direct"))).toBe(true);
    expect(found.lines).not.toEqual([]);
    expect(await readFunctionLogs(session, { functionName: "nobody" })).toEqual({ lines: [], nextCursor: null });
  });

  it("is counted in the period in which it ran", async () => {
    const metrics = await readStageMetrics(session, { range: "1h", functions, stackName });
    expect(metrics).toMatchObject({ range: "1h", periodSeconds: 60 });
    expect(metrics.timestamps).toHaveLength(60);
    expect(metrics.timestamps.every((at) => Date.parse(at) % 60_000 === 0)).toBe(true);
    const series = new Map(metrics.functions[0]?.series.map((one) => [one.metric, one]));
    expect(series.get("invocations")?.total).toBe(3);
    expect(series.get("errors")?.total).toBe(1);
    expect(series.get("throttles")?.total).toBe(0);
    expect(series.get("durationP95")).toMatchObject({ total: null });
    expect(series.get("durationP95")?.values.slice(-3).some((value) => value !== null && value > 0)).toBe(true);
    for (const { values } of series.values()) expect(values).toHaveLength(60);
    const day = await readStageMetrics(session, { range: "24h", functions, stackName: null });
    expect(day.functions[0]?.series[0]).toMatchObject({ metric: "invocations", total: 3 });
    expect(day.apis).toEqual([]);
  });

  it("is measured by CloudWatch in an account that is not a sandbox", async () => {
    const endpointUrl = inject("sandboxUrl");
    const account = openSession({ kind: "keys", accessKeyId: session.awsAccountId, secretAccessKey: "x", endpointUrl }, session.region);
    const metrics = await readStageMetrics(account, { range: "1h", functions, stackName });
    account.close();
    const series = new Map(metrics.functions[0]?.series.map((one) => [one.metric, one]));
    // The emulator tells CloudWatch of the two direct invocations only.
    expect(series.get("invocations")?.total).toBe(2);
    expect(series.get("errors")?.total).toBe(1);
    expect(series.get("durationP50")?.values.slice(-3).some((value) => value !== null && value > 0)).toBe(true);
    expect(metrics.apis.map((api) => api.name)).toEqual([`dev-${stackName}`, `${stackName}-http`]);
    expect(metrics.apis[0]?.series.map((one) => one.metric)).toEqual(["count", "4xx", "5xx", "latencyP50", "latencyP95"]);
  });

  it("is read once for all who ask at the same time", async () => {
    const input = { range: "7d", functions, stackName } as const;
    const [one, other] = await Promise.all([readStageMetrics(session, input), readStageMetrics(session, input)]);
    expect(other).toBe(one);
    await expect(readStageMetrics(session, { ...input, signal: AbortSignal.abort() })).rejects.toMatchObject({ name: "AbortError" });
    expect(await readStageMetrics(session, input)).toBe(one);
  });
});
