import { describe, expect, test } from "vitest";
import { forgeLinks } from "./forge-links.js";
import { forgeKinds } from "./forge.js";
import { pullLabel, pullOfRef, pullWords, sharedPullWords } from "./pull-words.js";

describe("what a host calls a pull request", () => {
  test.each([
    ["github", "pull request", "#12"],
    ["bitbucket", "pull request", "#12"],
    ["gitlab", "merge request", "!12"],
    ["git", "pull request", "#12"],
    [null, "pull request", "#12"],
  ])("of %s is %s", (host, one, label) => {
    expect([pullWords(host).one, pullLabel(host, 12)]).toEqual([one, label]);
  });

  test("is the same with the links of its pages", () => {
    for (const kind of forgeKinds) expect(forgeLinks(kind, "https://git.example.com/acme/shop").pull).toBe(pullWords(kind));
  });

  test("of several hosts is what all of them say", () => {
    expect(sharedPullWords([]).many).toBe("pull requests");
    expect(sharedPullWords(["gitlab", "gitlab"]).Many).toBe("Merge requests");
    expect(sharedPullWords(["github", "bitbucket"]).mark).toBe("#");
    expect(sharedPullWords(["gitlab", "git"]).one).toBe("pull request");
  });

  test("is read from the ref of its newest commit", () => {
    expect(pullOfRef("refs/pull/7/head")).toBe("pull request #7");
    expect(pullOfRef("refs/merge-requests/12/head")).toBe("merge request !12");
    for (const ref of ["main", "refs/heads/refs/pull/7/head", "refs/pull/7/head\n", "refs/pull/x/head", "refs/merge-requests/12/merge"]) expect(pullOfRef(ref)).toBeNull();
  });
});
