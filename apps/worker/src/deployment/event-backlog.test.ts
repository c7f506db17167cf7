import type { EventBody } from "@windlass/contracts/event";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createEventBacklog } from "./event-backlog.js";

beforeEach(() => vi.useFakeTimers({ now: 1_000 }));
afterEach(() => void vi.useRealTimers());

const line = (text: string, stream: "stdout" | "stderr" = "stdout"): EventBody => ({ kind: "log", payload: { step: "build", stream, level: "info", text } });
const span: EventBody = { kind: "span", payload: { step: "build", group: "install", name: "npm", startedAt: "2026-11-28T00:00:00.000Z", durationMs: 1 } };

it("gives back what it was given, each with its own moment and what else it is, in order", () => {
  const backlog = createEventBacklog();
  const given = [line("a"), line("b"), line("c", "stderr"), span, line("d")];
  for (const event of given.slice(0, 4)) backlog.push(event);
  vi.advanceTimersByTime(5);
  backlog.push(given[4] ?? span);
  expect(backlog.size).toBe(5);
  expect(backlog.take(10)).toEqual(given.map((event, index) => ({ ...event, at: new Date(index === 4 ? 1_005 : 1_000) })));
  expect([backlog.size, backlog.take(10)]).toEqual([0, []]);
});

it("gives no more at once than was asked for, and loses nothing of what is left", () => {
  const backlog = createEventBacklog();
  for (let n = 0; n < 2_345; n += 1) backlog.push(line(`${n}`, n % 700 === 0 ? "stderr" : "stdout"));
  const batches = [backlog.take(1_000), backlog.take(1_000), backlog.take(1_000)];
  expect(batches.every((batch) => batch.length > 300 && batch.length <= 1_000)).toBe(true);
  expect(batches.flat().map(({ payload }) => ("text" in payload ? payload.text : ""))).toEqual(Array.from({ length: 2_345 }, (_, n) => `${n}`));
});
