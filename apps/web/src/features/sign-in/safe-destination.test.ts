import { expect, it } from "vitest";
import { safeDestination } from "./safe-destination.js";

it.each([
  ["/services/orders?tab=a", "/services/orders?tab=a"],
  [undefined, "/"],
  ["", "/"],
  ["https://evil.example", "/"],
  ["//evil.example", "/"],
  ["/\\evil.example", "/"],
  ["javascript:alert(1)", "/"],
  ["/sign-in?from=/sign-in", "/"],
])("leads %s to %s", (from, to) => {
  expect(safeDestination(from)).toBe(to);
});
