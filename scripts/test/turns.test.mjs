import { expect, test } from "vitest";
import { createTurns } from "./turns.mjs";

test("what runs side by side is printed one after the other, the first as it goes", () => {
  /** @type {string[]} */
  const written = [];
  const turns = createTurns((text) => written.push(text));
  const [first, second, third] = [turns.begin(), turns.begin(), turns.begin()];
  second.show("b1 ");
  third.show("c1 ");
  first.show("a1 ");
  third.end();
  expect(written).toEqual(["a1 "]);
  second.show("b2 ");
  first.show("a2 ");
  first.end();
  expect(written).toEqual(["a1 ", "a2 ", "b1 b2 "]);
  second.show("b3 ");
  second.end();
  expect(written).toEqual(["a1 ", "a2 ", "b1 b2 ", "b3 ", "c1 "]);
  turns.begin().show("d1 ");
  expect(written.at(-1)).toBe("d1 ");
});
