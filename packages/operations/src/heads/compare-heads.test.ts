import { describe, expect, test } from "vitest";
import { compareHeads, noCommit, type HeadsInput } from "./compare-heads.js";
import { keyOf, watchedRefsOf } from "./watched-refs.js";

const rules = (branches: string[] = [], tags: string[] = []) => watchedRefsOf({ branch: "main", rules: { branches, tags } });
const main = rules();
const compare = (change: Partial<HeadsInput>) =>
  compareHeads({ watched: main, seenBefore: main.map(keyOf), known: [], heads: new Map(), nowMs: 100_000, graceMs: 30_000, ...change });
const nothing = { fresh: [], moved: [], missed: [], settled: [], gone: [] };
const ref = "refs/heads/main";
const at = (sha: string) => new Map([[ref, sha], ["refs/heads/other", "x"]]);
const seen = (sha: string, movedTo: string | null = null, movedMs: number | null = null) => [{ ref, sha, movedTo, movedMs }];

describe("the heads of a repository", () => {
  test("are only noted at first sight", () => {
    expect(compare({ seenBefore: [], heads: at("a") })).toEqual({ ...nothing, fresh: [{ ref, sha: "a" }] });
    expect(compare({ seenBefore: [], known: seen("old"), heads: at("a") })).toEqual({ ...nothing, fresh: [{ ref, sha: "a" }] });
    expect(compare({ known: seen("a"), heads: at("a") })).toEqual(nothing);
  });

  test("that moved are a missed push once its delivery has had time to come", () => {
    const missed = { ref, from: "a", to: "b" };
    expect(compare({ known: seen("a"), heads: at("b") })).toEqual({ ...nothing, moved: [missed] });
    expect(compare({ known: seen("a", "b", 90_000), heads: at("b") })).toEqual(nothing);
    expect(compare({ known: seen("a", "b", 70_000), heads: at("b") })).toEqual({ ...nothing, missed: [missed] });
    expect(compare({ known: seen("a", "b", 10_000), heads: at("c") })).toEqual({ ...nothing, moved: [{ ...missed, to: "c" }] });
    expect(compare({ known: seen("a", "b", 10_000), heads: at("a") })).toEqual({ ...nothing, settled: [ref] });
  });

  test("that are new are a push where what they belong to was looked at before", () => {
    const watched = rules(["main", "release/*"], ["v*"]);
    const heads = new Map([["refs/heads/release/1", "a"], ["refs/tags/v1", "b"], ["refs/tags/x", "c"], ["refs/heads/v1", "d"]]);
    const found = [{ ref: "refs/heads/release/1", sha: "a" }, { ref: "refs/tags/v1", sha: "b" }];
    expect(compare({ watched, seenBefore: [], heads })).toEqual({ ...nothing, fresh: found });
    expect(compare({ watched, seenBefore: watched.map(keyOf), heads })).toEqual({ ...nothing, moved: found.map((one) => ({ ref: one.ref, from: noCommit, to: one.sha })) });
  });

  test("that are gone are forgotten, but not those that nobody watches any more", () => {
    expect(compare({ known: [...seen("a"), { ref: "refs/heads/old", sha: "b", movedTo: null, movedMs: null }] })).toEqual({ ...nothing, gone: [ref] });
  });
});
