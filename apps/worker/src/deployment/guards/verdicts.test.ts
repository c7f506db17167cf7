import type { FunctionNumbers } from "@windlass/contracts/guard";
import { smokeRequestSchema, type MetricGuard } from "@windlass/contracts/stage-settings";
import { describe, expect, it } from "vitest";
import { isAllowedAddress } from "./allowed-address.js";
import { newReport, withSamples } from "./guard-report.js";
import { judgeAlarm } from "./judge-alarm.js";
import { judgeMetric } from "./judge-metric.js";
import { judgeSmoke } from "./judge-smoke.js";
import { matchBody } from "./match-body.js";

const errorRate: MetricGuard = { metric: "error_rate", maxIncrease: 5, minimumSamples: 20 };
const duration: MetricGuard = { metric: "p95_duration", maxIncrease: 50, minimumSamples: 20 };
const numbers = (functionName: string, invocations: number, errors: number, p95Ms: number | null = null): FunctionNumbers => ({ functionName, invocations, errors, p95Ms });
const judge = (guard: MetricGuard, before: FunctionNumbers[], now: FunctionNumbers[]) => judgeMetric(guard, { before, now, nameOf: (name) => name });

describe("a metric", () => {
  it("trips above the rise that is allowed, not at it", () => {
    const before = [numbers("a", 100, 1)];
    expect(judge(errorRate, before, [numbers("a", 100, 6)])).toMatchObject({ verdict: "good", value: 6, baseline: 1, count: 100 });
    expect(judge(errorRate, before, [numbers("a", 100, 7)])).toMatchObject({ verdict: "tripped", value: 7 });
  });

  it("says nothing below the minimum sample, and is good without any error", () => {
    expect(judge(errorRate, [], [numbers("a", 19, 19)])).toMatchObject({ verdict: "unknown", message: "Too few invocations to say: 19 of 20" });
    expect(judge(errorRate, [], [numbers("a", 20, 0)])).toMatchObject({ verdict: "good", value: 0, baseline: null });
  });

  it("holds an error rate without a past against 0 %, and cannot compare a duration", () => {
    expect(judge(errorRate, [numbers("a", 3, 3)], [numbers("a", 20, 2)])).toMatchObject({ verdict: "tripped", value: 10, baseline: null });
    expect(judge(duration, [numbers("a", 3, 0, 10)], [numbers("a", 20, 0, 900)])).toMatchObject({ verdict: "unknown", message: "Too few invocations before to compare with: 3 of 20" });
  });

  it("sees one bad function among many good calls, and many rare functions together", () => {
    const quiet = [numbers("a", 20, 0), numbers("b", 10_000, 0)];
    expect(judge(errorRate, quiet, [numbers("a", 20, 20), numbers("b", 10_000, 0)])).toMatchObject({ verdict: "tripped", count: 20 });
    const rare = Array.from({ length: 5 }, (_, index) => numbers(`f${index}`, 5, 5));
    expect(judge(errorRate, [], rare)).toMatchObject({ verdict: "tripped", count: 25, message: expect.stringContaining("all functions: 100 %") });
  });

  it("compares durations in percent", () => {
    expect(judge(duration, [numbers("a", 50, 0, 100)], [numbers("a", 50, 0, 150)])).toMatchObject({ verdict: "good" });
    expect(judge(duration, [numbers("a", 50, 0, 100)], [numbers("a", 50, 0, 151)])).toMatchObject({ verdict: "tripped", message: expect.stringContaining("p95 151 ms over 50 invocations, 100 ms before (+51 %)") });
  });
});

describe("an alarm", () => {
  const appliedAt = new Date("2026-01-01T12:00:00Z");
  it("trips when it began to ring after the deployment began to change AWS", () => {
    const alarm = (since: string) => judgeAlarm({ state: "ALARM", reason: "5 errors", since: new Date(since) }, appliedAt);
    expect(alarm("2026-01-01T12:00:01Z")).toMatchObject({ verdict: "tripped", message: "ALARM: 5 errors" });
    expect(judgeAlarm({ state: "ALARM", reason: "", since: appliedAt }, new Date(appliedAt.getTime() + 700)).verdict, "told in whole seconds").toBe("tripped");
    expect(alarm("2026-01-01T11:59:59Z")).toMatchObject({ verdict: "unknown", message: expect.stringContaining("before this deployment") });
  });
  it("that is not there is named, not good", () => {
    expect(judgeAlarm(undefined, appliedAt).verdict).toBe("unknown");
  });
});

describe("a smoke request", () => {
  const wanted = smokeRequestSchema.parse({ path: "/", status: 201, body: "^ok" });
  it("must have the status and the body that were asked for", () => {
    expect(judgeSmoke(wanted, { status: 201, body: "ok then", tookMs: 3 }).verdict).toBe("good");
    expect(judgeSmoke(wanted, { status: 302, body: "ok", tookMs: 3 })).toMatchObject({ verdict: "tripped", message: "Answered 302 instead of 201 in 3 ms" });
    expect(judgeSmoke(wanted, { status: 201, body: "secret", tookMs: 3 })).toMatchObject({ verdict: "tripped", message: expect.not.stringContaining("secret") });
  });

  it("cannot hang in its regular expression", () => {
    const began = performance.now();
    expect(matchBody("^(a+)+$", `${"a".repeat(40)}!`)).toBe("too_slow");
    expect(performance.now() - began).toBeLessThan(2_000);
  });

  it.each(["ftp://example.com", "//example.com/x", "health", "file:///etc/passwd"])("takes no %s", (path) => {
    expect(smokeRequestSchema.safeParse({ path }).success).toBe(false);
  });
  it("takes no regular expression that is none", () => {
    expect(smokeRequestSchema.safeParse({ path: "/", body: "(" }).success).toBe(false);
  });

  it.each(["127.0.0.1", "169.254.169.254", "::1", "::ffff:127.0.0.1", "fd00:ec2::254", "0.0.0.0"])("does not go to %s", (address) => {
    expect(isAllowedAddress(address)).toBe(false);
  });
  it.each(["10.1.2.3", "93.184.216.34", "2606:2800:220:1::1"])("may go to %s", (address) => {
    expect(isAllowedAddress(address)).toBe(true);
  });
});

it("a report keeps its first and its newest looks, and never more than 60", () => {
  let report = newReport({ alarms: ["a"], metrics: [], smoke: [], bakeSeconds: 1 }, new Date(0));
  for (let look = 0; look < 500; look += 1) {
    report = withSamples(report, new Map([[0, { verdict: "good", message: String(look), value: null, baseline: null, count: null }]]), new Date(look * 1_000));
  }
  const samples = report.guards[0]?.samples ?? [];
  expect(samples.length).toBeLessThanOrEqual(60);
  expect([samples[0]?.message, samples.at(-1)?.message]).toEqual(["0", "499"]);
});
