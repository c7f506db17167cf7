import { WindlassError } from "@windlass/contracts/error";
import { expect, it } from "vitest";
import { nextTry } from "./next-try.js";

const now = new Date("2026-11-28T12:00:00Z");
const wait = (error: WindlassError, input: { attempts?: number; changedAt?: Date; random?: number } = {}) => {
  const at = nextTry({ error, attempts: 0, changedAt: now, now, random: 1, ...input });
  return at === null ? null : (at.getTime() - now.getTime()) / 1_000;
};

it("a forge that does not answer is asked again, later each time, not all at once, and never later than in ten minutes", () => {
  const away = new WindlassError("forge_unreachable", "away");
  expect([0, 1, 2, 30].map((attempts) => wait(away, { attempts }))).toEqual([5, 10, 20, 600]);
  expect(wait(away, { random: 0 })).toBe(2.5);
});

it("a rate limit is waited for as long as the forge says", () => {
  expect(wait(new WindlassError("forge_rate_limited", "slow", { retryAfterSeconds: 1_800 }), { random: 0 })).toBe(1_800);
  expect(wait(new WindlassError("forge_rate_limited", "slow", { retryAfterSeconds: 1 }))).toBe(5);
});

it("what the forge refuses is not asked again, nor what is a day old", () => {
  for (const code of ["forge_denied", "forge_rejected", "forge_not_found", "forge_credentials_refused", "worker_failed"] as const) expect(wait(new WindlassError(code, "no"))).toBeNull();
  expect(wait(new WindlassError("forge_unreachable", "away"), { changedAt: new Date(now.getTime() - 25 * 3_600_000) })).toBeNull();
});
