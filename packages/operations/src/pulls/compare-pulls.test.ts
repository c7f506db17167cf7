import type { PullRequest } from "@windlass/contracts/forge";
import { expect, test } from "vitest";
import { comparePulls } from "./compare-pulls.js";

const at = (minutesAgo: number) => new Date(Date.UTC(2026, 0, 1, 12) - minutesAgo * 60_000).toISOString();
const pull = (number: number, fields: Partial<PullRequest> = {}): PullRequest => ({
  number,
  title: "",
  url: "https://github.com/acme/shop/pull/1",
  state: "open",
  isDraft: false,
  labels: ["a", "b"],
  author: null,
  head: { sha: "1", ref: "feature", repository: "acme/shop" },
  base: { sha: "0", ref: "main" },
  isFork: false,
  updatedAt: at(10),
  ...fields,
});
const head = (sha: string) => ({ sha, ref: "feature", repository: "acme/shop" });
const missed = (known: PullRequest[], found: PullRequest[]) => comparePulls({ known, found, nowMs: Date.parse(at(0)), graceMs: 60_000 }).map(({ pull: { number }, action }) => [number, action]);

test("finds what no delivery told of", () => {
  const known = [pull(1), pull(2), pull(3), pull(4), pull(5), pull(6, { state: "closed" }), pull(7)];
  const found = [
    pull(1, { labels: ["b", "a"], title: "Another" }),
    pull(2, { head: head("2") }),
    pull(3, { state: "merged" }),
    pull(4, { labels: ["a"] }),
    pull(5, { isDraft: true }),
    pull(6),
    pull(7, { base: { sha: "0", ref: "release" } }),
    pull(8),
    pull(9, { state: "closed" }),
  ];
  expect(missed(known, found)).toEqual([[2, "synchronize"], [3, "closed"], [4, "edited"], [5, "edited"], [6, "reopened"], [7, "edited"], [8, "opened"]]);
});

test("waits for the delivery of what has only just happened", () => {
  expect(missed([pull(1)], [pull(1, { state: "closed", updatedAt: at(0.5) })])).toEqual([]);
  expect(missed([pull(1)], [pull(1, { state: "closed", updatedAt: at(1.5) })])).toEqual([[1, "closed"]]);
});
