import { metricRanges, type MetricRange } from "@windlass/contracts/metric";
import { describe, expect, it } from "vitest";
import { apiDimension } from "./metric-queries.js";
import { metricWindow } from "./metric-window.js";
import { findInvocations, measureInvocations } from "./sandbox-invocations.js";

describe("the window of a chart", () => {
  it.each(Object.keys(metricRanges) as MetricRange[])("of %s covers the range in whole periods and the one that runs", (range) => {
    const nowMs = Date.parse("2026-11-23T10:37:41.123Z");
    const { startMs, endMs, startsMs, periodSeconds } = metricWindow(range, nowMs);
    expect(endMs - startMs).toBe(metricRanges[range].seconds * 1_000);
    expect(startsMs).toHaveLength(metricRanges[range].seconds / periodSeconds);
    expect(startsMs.every((ms) => ms % (periodSeconds * 1_000) === 0)).toBe(true);
    expect((startsMs.at(-1) ?? 0) <= nowMs && nowMs < endMs).toBe(true);
  });

  it("does not move within a period", () => {
    const nowMs = Date.parse("2026-11-23T10:37:00.000Z");
    expect(metricWindow("1h", nowMs)).toEqual(metricWindow("1h", nowMs + 59_999));
    expect(metricWindow("1h", nowMs)).not.toEqual(metricWindow("1h", nowMs + 60_000));
  });
});

it("measures HTTP APIs by id, REST APIs by name", () => {
  const api = { logicalId: "Api", apiId: "a1", stages: [] };
  expect(apiDimension({ ...api, kind: "httpApi", name: "x" })).toEqual({ Name: "ApiId", Value: "a1" });
  expect(apiDimension({ ...api, kind: "restApi", name: "dev-x" })).toEqual({ Name: "ApiName", Value: "dev-x" });
  expect(apiDimension({ ...api, kind: "restApi", name: null })).toBeNull();
});

describe("the runs in a sandbox's log", () => {
  const window = metricWindow("1h", Date.parse("2026-11-23T10:59:59.000Z"));
  const line = (at: string, logStream: string, message: string): { at: string; logStream: string; message: string } => ({
    at: `2026-11-23T${at}Z`,
    logStream,
    message,
  });
  const run = (at: string, stream: string, durationMs: number, said: string[] = []): ReturnType<typeof line>[] => [
    line(at, stream, "START RequestId: 1-2 Version: $LATEST"),
    ...said.map((text) => line(at, stream, text)),
    line(at, stream, "END RequestId: 1-2"),
    line(at, stream, `REPORT RequestId: 1-2\tDuration: ${durationMs} ms\tBilled Duration: ${durationMs} ms\tMemory Size: 128 MB`),
  ];

  it("are counted with their durations, failures and how many ran at once", () => {
    const trace = ["Error: no", "    at exports.handler (/code/index.js:3:27)", "    at Interface.<anonymous> (/tmp/x/_worker.js:739:22)"];
    const lines = [
      ...run("10:57:30.000", "a", 100),
      ...run("10:57:30.050", "b", 100, trace),
      ...run("10:58:10.000", "a", 10, ["Error: caught", "    at exports.handler (/code/index.js:9:1)"]),
      line("10:59:00.000", "c", "START RequestId: 9 Version: $LATEST"),
    ];
    const measured = measureInvocations(findInvocations(lines), window);
    expect(measured.invocations.slice(-3)).toEqual([2, 1, null]);
    expect(measured.errors.slice(-3)).toEqual([1, 0, null]);
    expect(measured.durationP95.slice(-3)).toEqual([100, 10, null]);
    expect(measured.concurrency.slice(-3)).toEqual([2, 1, null]);
    expect(measured.invocations).toHaveLength(60);
  });

  it("give percentiles by nearest rank", () => {
    const lines = Array.from({ length: 100 }, (_, index) => run("10:58:10.000", `s${index}`, index + 1)).flat();
    const measured = measureInvocations(findInvocations(lines), window);
    expect([measured.durationP50, measured.durationP95, measured.durationP99].map((row) => row.at(-2))).toEqual([50, 95, 99]);
  });
});
