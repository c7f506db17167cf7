import { describe, expect, it } from "vitest";
import { every } from "./every.js";

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("repeated work", () => {
  it("runs at once, again when nudged meanwhile, and never twice at the same time", async () => {
    let running = 0;
    let most = 0;
    let runs = 0;
    const work = every(60_000, async () => {
      running += 1;
      most = Math.max(most, running);
      await pause(10);
      running -= 1;
      runs += 1;
    }, { onError: () => undefined, retryMs: 1 });
    work.nudge();
    work.nudge();
    await pause(50);
    expect([runs, most]).toEqual([2, 1]);
    work.nudge();
    await work.close();
    expect(runs).toBe(3);
  });

  it("tells what went wrong and tries again", async () => {
    const errors: unknown[] = [];
    let runs = 0;
    const work = every(60_000, async () => {
      runs += 1;
      if (runs === 1) throw new Error("away");
    }, { onError: (error) => errors.push(error), retryMs: 5 });
    await pause(40);
    await work.close();
    expect([runs, errors]).toEqual([2, [new Error("away")]]);
  });
});
