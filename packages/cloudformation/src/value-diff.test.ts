import { describe, expect, it } from "vitest";
import type { Json } from "./template.js";
import { diffValues, type ValueDifference } from "./value-diff.js";

const told = ({ before, after }: ValueDifference) => [before && [before.path.join("/"), before.value], after && [after.path.join("/"), after.value]];
const diff = (before: Json, after: Json) => diffValues(before, after).map(told);

describe("two values", () => {
  it("differ where a scalar, a kind or a presence does", () => {
    expect(diff({ a: 1, b: { c: 1 }, gone: [1] }, { b: { c: "1" }, a: 1, now: { x: 1 } })).toEqual([
      [["b/c", 1], ["b/c", "1"]],
      [["gone", [1]], null],
      [null, ["now", { x: 1 }]],
    ]);
    expect(diff({ a: [] }, { a: {} })).toEqual([[["a", []], ["a", {}]]]);
    expect(diff(1, 1)).toEqual([]);
  });

  it("differ by the item that was put in, and not by those after it", () => {
    expect(diff([1, 2, 3], [1, 9, 2, 3])).toEqual([[null, ["1", 9]]]);
    expect(diff([1, 2, 3], [3])).toEqual([[["0", 1], null], [["1", 2], null]]);
    expect(diff([{ a: 1 }, 2], [{ a: 2 }, 2])).toEqual([[["0/a", 1], ["0/a", 2]]]);
  });

  it("differ by a call of an intrinsic function as a whole", () => {
    expect(diff({ a: { Ref: "X" } }, { a: { Ref: "Y" } })).toEqual([[["a", { Ref: "X" }], ["a", { Ref: "Y" }]]]);
    expect(diff({ a: { Ref: "X" } }, { a: { Ref: "X" } })).toEqual([]);
  });

  it("may differ in something else while they are equal", () => {
    const found = diffValues({ a: [1, 2] }, { a: [0, 1, 2] }, (before, after) => before.join("/") === "a/1" && after.join("/") === "a/2");
    expect(found.map(told)).toEqual([[null, ["a/0", 0]], [["a/1", 2], ["a/2", 2]]]);
  });
});
