import { expect, it } from "vitest";
import { formatLineRange, parseLineRange, selectLine } from "./line-range.js";

it.each([
  ["L12", { first: 12, last: 12 }],
  ["L12-L20", { first: 12, last: 20 }],
  ["L20-12", { first: 12, last: 20 }],
  ["L0", null],
  ["", null],
  ["log", null],
  ["L12x", null],
])("reads %j", (hash, range) => {
  expect(parseLineRange(hash)).toEqual(range);
});

it("writes what it reads", () => {
  for (const hash of ["L3", "L3-L9"]) {
    const range = parseLineRange(hash);
    expect(range === null ? null : formatLineRange(range)).toBe(hash);
  }
});

it("extends from where the range began", () => {
  expect(selectLine({ first: 5, last: 5 }, 9, true)).toEqual({ first: 5, last: 9 });
  expect(selectLine({ first: 5, last: 9 }, 2, true)).toEqual({ first: 2, last: 5 });
  expect(selectLine({ first: 5, last: 9 }, 7, false)).toEqual({ first: 7, last: 7 });
  expect(selectLine(null, 7, true)).toEqual({ first: 7, last: 7 });
});
