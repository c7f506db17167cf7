import { expect, it } from "vitest";
import { healthText } from "./health-text.js";

it("says each trouble with what to do about it, and who listens", () => {
  const full = { code: "redis_full", message: "Redis is full.", hint: "Raise `maxmemory`." } as const;
  expect(healthText({ status: "troubled", troubles: [full], workers: 2 })).toBe("redis_full: Redis is full.\n  hint: Raise `maxmemory`.\n2 workers listen.");
  expect(healthText({ status: "ok", troubles: [], workers: 1 })).toBe("All is well. 1 worker listens.");
  expect(healthText({ status: "troubled", troubles: [{ ...full, code: "redis_away" }], workers: null })).not.toContain("listen");
});
