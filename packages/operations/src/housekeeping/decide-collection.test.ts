import { describe, expect, it } from "vitest";
import { decideCollection, type KeptOrNot } from "./decide-collection.js";

const now = new Date("2026-11-28T12:00:00Z");
const old = new Date("2026-11-01T00:00:00Z");
const release = (number: number, more: Partial<KeptOrNot> = {}): KeptOrNot => ({
  id: `r${number}`, stageId: "s", number, createdAt: old, shipped: true, pinned: false, current: false, needed: false, ...more,
});
const collected = (releases: readonly KeptOrNot[], keep = 2): string[] => [...decideCollection(releases, { keep, now })].toSorted();

describe("which releases are collected", () => {
  it("are all but the newest that shipped", () => {
    expect(collected([release(1), release(2), release(3), release(4, { current: true })])).toEqual(["r1", "r2"]);
  });

  it("are not the one that runs after a roll-back and the one before it", () => {
    expect(collected([release(1), release(2), release(3, { current: true }), release(4), release(5), release(6)])).toEqual(["r1", "r4"]);
  });

  it("are not pinned ones, those a deployment is about, and those of the last day", () => {
    const young = new Date(now.getTime() - 23 * 3_600_000);
    expect(collected([release(1, { pinned: true }), release(2, { needed: true }), release(3, { createdAt: young }), release(4), release(5), release(6, { current: true })])).toEqual(["r4"]);
  });

  it("are failed ones, which do not push out those that shipped", () => {
    expect(collected([release(1), release(2, { current: true }), release(3, { shipped: false }), release(4, { shipped: false })])).toEqual(["r3", "r4"]);
  });

  it("are never what a roll-back needs, in any history (property)", () => {
    let seed = 42;
    const random = (below: number): number => (seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) % below;
    for (let round = 0; round < 400; round += 1) {
      const keep = 2 + random(5);
      const count = 1 + random(25);
      const current = 1 + random(count);
      const releases = Array.from({ length: count }, (_, index) =>
        release(index + 1, {
          stageId: "s",
          shipped: random(3) > 0 || index + 1 === current,
          pinned: random(9) === 0,
          needed: random(9) === 0,
          current: index + 1 === current,
          createdAt: random(5) === 0 ? now : old,
        }),
      );
      const gone = decideCollection(releases, { keep, now });
      const shipped = releases.filter((one) => one.shipped).toSorted((a, b) => b.number - a.number);
      const must = [...shipped.slice(0, keep), shipped.find((one) => one.number < current), ...releases.filter((one) => one.current || one.pinned || one.needed || one.createdAt === now)];
      expect(must.filter((one) => one !== undefined && gone.has(one.id))).toEqual([]);
      expect(gone.size).toBe(releases.filter((one) => !must.includes(one)).length);
    }
  });
});
