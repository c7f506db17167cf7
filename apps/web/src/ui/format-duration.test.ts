import { expect, it } from "vitest";
import { formatDuration } from "./format-duration.js";

it.each([
  [-5, "0.0 s"],
  [0, "0.0 s"],
  [449, "0.4 s"],
  [9_949, "9.9 s"],
  [9_960, "10 s"],
  [59_400, "59 s"],
  [59_600, "1 min 00 s"],
  [185_000, "3 min 05 s"],
  [3_599_600, "1 h 00 min"],
  [7_620_000, "2 h 07 min"],
])("writes %d ms as %s", (ms, text) => {
  expect(formatDuration(ms)).toBe(text);
});
