import { LeaseLostError } from "@windlass/operations/deployment-run/fence";
import { describe, expect, it } from "vitest";
import { CancelledError } from "./interruption.js";
import { openLeaseKeeper } from "./lease-keeper.js";

const fence = { deploymentId: "0190a000-0000-7000-8000-000000000001", epoch: 3 };
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe("the lease keeper", () => {
  it("renews until it is closed", async () => {
    let renewed = 0;
    const keeper = openLeaseKeeper({ fence, intervalMs: 10, onError: () => undefined, renew: async () => ((renewed += 1), { cancelRequestedBy: null }) });
    await pause(60);
    keeper.close();
    const atClose = renewed;
    expect(atClose).toBeGreaterThan(2);
    await pause(30);
    expect(renewed).toBe(atClose);
    expect(keeper.lost.aborted).toBe(false);
  });

  it("aborts when another worker has taken over, also for whoever asks later", async () => {
    const keeper = openLeaseKeeper({ fence, intervalMs: 10, onError: () => undefined, renew: () => Promise.reject(new LeaseLostError(fence)) });
    await pause(40);
    expect(keeper.lost.reason).toBeInstanceOf(LeaseLostError);
    await expect(keeper.check()).rejects.toThrow(LeaseLostError);
    keeper.close();
  });

  it("does not take one failed renewal for a lost lease", async () => {
    const errors: unknown[] = [];
    const keeper = openLeaseKeeper({ fence, intervalMs: 10, onError: (error) => errors.push(error), renew: () => Promise.reject(new Error("away")) });
    await pause(40);
    keeper.close();
    expect(errors.length).toBeGreaterThan(0);
    expect(keeper.lost.aborted).toBe(false);
  });

  it("hears of a cancellation, once", async () => {
    const keeper = openLeaseKeeper({ fence, intervalMs: 60_000, onError: () => undefined, renew: async () => ({ cancelRequestedBy: "Ada" }) });
    await keeper.check();
    await keeper.check();
    keeper.close();
    expect(keeper.cancelled.reason).toEqual(new CancelledError("Ada"));
    expect(keeper.lost.aborted).toBe(false);
  });

  it("hears of the next cancellation once one was dismissed, and not of the old one from a renewal that was under way", async () => {
    const answers: ((by: string | null) => void)[] = [];
    const renew = () => new Promise<{ cancelRequestedBy: string | null }>((resolve) => answers.push((by) => resolve({ cancelRequestedBy: by })));
    const keeper = openLeaseKeeper({ fence, intervalMs: 60_000, onError: () => undefined, renew });
    const early = keeper.check();
    keeper.dismissCancellation();
    answers[0]?.("Ada");
    await early;
    expect(keeper.cancelled.aborted).toBe(false);
    const late = keeper.check();
    answers[1]?.("Grace");
    await late;
    keeper.close();
    expect(keeper.cancelled.reason).toEqual(new CancelledError("Grace"));
  });

  // PROOFS F14
  it("lets no renewals pile up behind a slow database, and still looks once more than it was asked while one was under way", async () => {
    const answers: (() => void)[] = [];
    const renew = () => new Promise<{ cancelRequestedBy: null }>((resolve) => answers.push(() => resolve({ cancelRequestedBy: null })));
    const keeper = openLeaseKeeper({ fence, intervalMs: 5, onError: () => undefined, renew });
    await pause(60);
    for (let times = 0; times < 20; times += 1) keeper.look();
    expect(answers).toHaveLength(1);
    answers[0]?.();
    await pause(5);
    expect(answers).toHaveLength(2);
    keeper.close();
  });
});
