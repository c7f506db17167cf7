import { expect, it } from "vitest";
import { fitSections } from "./fit-sections.js";

const lines = (letter: string, count: number) => Array.from({ length: count }, (_, index) => `- ${letter}${index}`);

it("what fits is whole and in its order", () => {
  expect(fitSections([{ importance: 1, head: "A", items: ["- a"] }, { importance: 2, head: "", items: ["- b"] }], 100)).toBe("A\n- a\n\n- b");
});

it("the least important is cut first, and it is said how much is missing", () => {
  const text = fitSections([{ importance: 9, head: "Findings", items: lines("f", 20) }, { importance: 1, head: "Changes", items: lines("c", 200) }], 700);
  expect(text.length).toBeLessThanOrEqual(700);
  expect(text).toContain("- f19");
  expect(text).toMatch(/_… and \d+ more: Windlass shows all\._$/);
  const [kept, more] = [text.match(/- c/g)?.length ?? 0, Number(/and (\d+) more/.exec(text)?.[1])];
  expect(kept + more).toBe(200);
});

it("is never longer, whatever there is", () => {
  const sections = Array.from({ length: 300 }, (_, index) => ({ importance: index % 7, head: "h".repeat(500), items: lines("x".repeat(300), 50) }));
  const text = fitSections(sections, 65_536);
  expect(text.length).toBeLessThanOrEqual(65_536);
  expect(text).toContain("left out here");
});
