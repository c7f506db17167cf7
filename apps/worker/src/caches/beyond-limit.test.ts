import { expect, it } from "vitest";
import { beyondLimit } from "./beyond-limit.js";

const entries = [
  { path: "new", sizeBytes: 50, usedAtMs: 30 },
  { path: "old", sizeBytes: 40, usedAtMs: 10 },
  { path: "middle", sizeBytes: 30, usedAtMs: 20 },
];

it.each([
  [120, []],
  [119, ["old"]],
  [80, ["old"]],
  [79, ["old", "middle"]],
  [0, ["old", "middle", "new"]],
])("leaves at most %i bytes, and what was used last", (limitBytes, going) => {
  expect(beyondLimit(entries, limitBytes).map(({ path }) => path)).toEqual(going);
});
