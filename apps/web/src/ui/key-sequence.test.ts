import { describe, expect, it } from "vitest";
import { matchKey } from "./key-sequence.js";

const targets = [{ keys: "g h" }, { keys: "g q" }, { keys: "?" }, {}];

describe("matchKey", () => {
  it("runs a single key", () => {
    expect(matchKey(targets, "", "?")).toEqual({ kind: "run", target: { keys: "?" } });
  });
  it("waits after a prefix and runs when the sequence is complete", () => {
    expect(matchKey(targets, "", "g")).toEqual({ kind: "wait", pending: "g" });
    expect(matchKey(targets, "g", "q")).toEqual({ kind: "run", target: { keys: "g q" } });
  });
  it("starts over when a key continues nothing", () => {
    expect(matchKey(targets, "g", "?")).toEqual({ kind: "run", target: { keys: "?" } });
    expect(matchKey(targets, "g", "g")).toEqual({ kind: "wait", pending: "g" });
    expect(matchKey(targets, "g", "x")).toEqual({ kind: "none" });
  });
  it("ignores commands without keys", () => {
    expect(matchKey(targets, "", "x")).toEqual({ kind: "none" });
  });
});
