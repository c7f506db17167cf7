import { describe, expect, it } from "vitest";
import { treeMove } from "./tree-move.js";

const rows = [{ level: 1, expanded: true }, { level: 2 }, { level: 2, expanded: false }, { level: 1 }];
const move = (key: string, active: number) => treeMove(key, { active, count: rows.length, rowOf: (index) => rows[index] ?? { level: 1 } });

describe("a key in a tree", () => {
  it("moves between the rows that are shown, and no further", () => {
    expect([move("j", 0), move("ArrowUp", 1), move("k", 0), move("ArrowDown", 3)]).toEqual([1, 0, 0, 3].map((index) => ({ kind: "go", index })));
    expect([move("Home", 2), move("End", 0), move("PageDown", 0)]).toEqual([0, 3, 3].map((index) => ({ kind: "go", index })));
  });
  it("opens and closes what has rows below, and goes to them and back", () => {
    expect([move("ArrowRight", 2), move("ArrowLeft", 0)]).toEqual([{ kind: "toggle" }, { kind: "toggle" }]);
    expect([move("ArrowRight", 0), move("ArrowLeft", 1), move("ArrowLeft", 2)]).toEqual([1, 0, 0].map((index) => ({ kind: "go", index })));
    expect(move("ArrowRight", 1)).toBeNull();
  });
  it("opens the row, or means nothing", () => {
    expect([move("Enter", 1), move(" ", 1)]).toEqual([{ kind: "open" }, { kind: "open" }]);
    expect(move("x", 1)).toBeNull();
    expect(treeMove("j", { active: 0, count: 0, rowOf: () => ({ level: 1 }) })).toBeNull();
  });
});
