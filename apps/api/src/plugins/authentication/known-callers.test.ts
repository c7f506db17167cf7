import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createKnownCallers } from "./known-callers.js";

type Person = { name: string };
const caller: Person = { name: "Ada" };

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("S17: a caller is asked for once in half a second, and again after it", async () => {
  const known = createKnownCallers<Person>();
  const ask = vi.fn<() => Promise<Person>>(async () => caller);
  expect(await Promise.all([known.find("a", ask), known.find("a", ask)])).toEqual([caller, caller]);
  await vi.advanceTimersByTimeAsync(499);
  expect(await known.find("a", ask)).toBe(caller);
  expect(ask).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(1);
  await known.find("a", ask);
  expect(ask).toHaveBeenCalledTimes(2);
});

test("each credential is asked for by itself", async () => {
  const known = createKnownCallers<Person>();
  expect(await known.find("a", async () => caller)).toBe(caller);
  expect(await known.find("b", async () => null)).toBeNull();
});

test("S17: what was asked before access ended is not told to whoever calls after it", async () => {
  const known = createKnownCallers<Person>();
  let answer: (found: Person | null) => void = () => undefined;
  const early = known.find("a", () => new Promise((resolve) => (answer = resolve)));
  known.forget();
  const late = known.find("a", async () => null);
  answer(caller);
  expect(await early).toBe(caller);
  expect(await late).toBeNull();
  expect(await known.find("a", async () => null)).toBeNull();
});

test("neither nobody nor a failure is remembered", async () => {
  const known = createKnownCallers<Person>();
  expect(await known.find("a", async () => null)).toBeNull();
  await expect(known.find("a", async () => Promise.reject(new Error("the database is away")))).rejects.toThrow("away");
  expect(await known.find("a", async () => caller)).toBe(caller);
});
