import { describe, expect, test } from "vitest";
import { branchOf, commitOf, tagOf } from "../github-event.js";
import { splitBitbucketPush } from "./bitbucket-push.js";
import { readerOf } from "./reader-of.js";

const before = "95790bf891e76fee5e1747ab589903a6a1f80f22";
const after = "da1560886d4f094c3e6c9ef40349f7d38b5d27d7";
const zeros = "0".repeat(40);

/** Of the form that GitLab documents for `Push Hook`. */
const gitlab = {
  object_kind: "push", event_name: "push", before, after, ref: "refs/heads/feature/cart", ref_protected: false, checkout_sha: after, message: null,
  user_id: 4, user_name: "Ada Lovelace", user_username: "ada", user_email: "", project_id: 15,
  project: { id: 15, name: "Shop", web_url: "https://gitlab.example.com/acme/web/shop", git_ssh_url: "git@gitlab.example.com:acme/web/shop.git", git_http_url: "https://gitlab.example.com/acme/web/shop.git", namespace: "Web", visibility_level: 0, path_with_namespace: "acme/web/shop", default_branch: "main" },
  commits: [
    { id: "b6568db1bc1dcd7f8b4d5a946b0b91f9dacd7327", message: "Sell", title: "Sell", timestamp: "2026-11-20T14:27:31+02:00", author: { name: "Ada", email: "" }, added: ["api/a.ts"], modified: [], removed: [] },
    { id: after, message: "Sell more\n\nfor less", title: "Sell more", timestamp: "2026-11-21T23:36:29+02:00", author: { name: "Grace", email: "" }, added: [], modified: ["api/a.ts"], removed: ["b"] },
  ],
  total_commits_count: 2,
};
const readGitlab = (change: object) => readerOf("gitlab").push.parse({ ...gitlab, ...change });

describe("a push of GitLab", () => {
  test("is the same push as GitHub's, with every address of the project", () => {
    const push = readGitlab({});
    expect([branchOf(push), push.before, push.sender?.login]).toEqual(["feature/cart", before, "ada"]);
    expect(commitOf(push)).toEqual({ sha: after, message: "Sell more\n\nfor less", author: "Grace", committedAt: "2026-11-21T21:36:29.000Z" });
    expect(push.commits?.map(({ modified }) => modified)).toEqual([[], ["api/a.ts"]]);
    expect(readerOf("gitlab").origin(gitlab)).toEqual({
      ref: "refs/heads/feature/cart",
      repository: { full_name: "acme/web/shop", clone_url: "https://gitlab.example.com/acme/web/shop.git", ssh_url: "git@gitlab.example.com:acme/web/shop.git", html_url: "https://gitlab.example.com/acme/web/shop" },
    });
  });

  test("of more commits than it lists names no files; of a new, a deleted branch and of an annotated tag it says so", () => {
    expect(readGitlab({ total_commits_count: 21 }).commits).toBeUndefined();
    expect(readGitlab({ before: zeros })).toMatchObject({ created: true, deleted: false });
    const deleted = readGitlab({ after: zeros, checkout_sha: null, commits: [], total_commits_count: 0 });
    expect([deleted.deleted, commitOf(deleted)]).toEqual([true, null]);
    const tag = readGitlab({ object_kind: "tag_push", ref: "refs/tags/v1.0.0", before: zeros, after: "c".repeat(40), checkout_sha: after, commits: [], total_commits_count: 0 });
    expect([tagOf(tag), commitOf(tag)?.sha]).toEqual(["v1.0.0", after]);
  });

  test.each([["no hash", { after: "--upload-pack=x" }], ["no project", { project: null }], ["no ref", { ref: 1 }]])("with %s is none", (_what, change) => {
    expect(readerOf("gitlab").push.safeParse({ ...gitlab, ...change }).success).toBe(false);
  });
});

const target = (hash: string) => ({ type: "commit", hash, author: { type: "author", raw: "Ada Lovelace <ada@example.com>" }, message: "Sell more\n", date: "2026-11-21T21:36:29+00:00", parents: [] });
const branch = (name: string, hash: string) => ({ type: "branch", name, target: target(hash), links: {} });
/** Of the form that Atlassian documents for `repo:push`. */
const bitbucket = (...changes: object[]) => ({
  actor: { type: "user", nickname: "ada", display_name: "Ada Lovelace", uuid: "{1}" },
  repository: { type: "repository", uuid: "{2}", name: "shop", full_name: "acme/shop", links: { html: { href: "https://bitbucket.org/acme/shop" } }, is_private: true },
  push: { changes },
});
const moved = { new: branch("main", after), old: branch("main", before), created: false, closed: false, forced: false, commits: [], truncated: false };

describe("a push of Bitbucket", () => {
  const read = (change: object) => readerOf("bitbucket").push.parse(bitbucket(change));

  test("is the same push as GitHub's", () => {
    const push = read(moved);
    expect([push.ref, push.before, push.after, push.sender?.login, push.commits]).toEqual(["refs/heads/main", before, after, "ada", undefined]);
    expect(commitOf(push)).toEqual({ sha: after, message: "Sell more\n", author: "Ada Lovelace", committedAt: "2026-11-21T21:36:29.000Z" });
    expect(readerOf("bitbucket").origin(bitbucket(moved))).toEqual({ ref: "refs/heads/main", repository: { full_name: "acme/shop", html_url: "https://bitbucket.org/acme/shop" } });
  });

  test("is new, forced, of a tag, or of what is gone", () => {
    expect(read({ ...moved, old: null, created: true })).toMatchObject({ before: zeros, created: true });
    expect(read({ ...moved, forced: true })).toMatchObject({ forced: true });
    expect(tagOf(read({ new: { type: "tag", name: "v1", target: target(after) }, old: null, created: true }))).toBe("v1");
    const gone = read({ new: null, old: branch("main", before), closed: true });
    expect([gone.deleted, gone.ref, commitOf(gone)]).toEqual([true, "refs/heads/main", null]);
    expect(readerOf("bitbucket").push.safeParse(bitbucket({ new: null, old: null })).success).toBe(false);
  });

  test("of several refs is one push for each", () => {
    const parts = splitBitbucketPush(bitbucket(moved, { ...moved, new: branch("next", after), old: null }));
    expect(parts.map((part) => readerOf("bitbucket").push.parse(part).ref)).toEqual(["refs/heads/main", "refs/heads/next"]);
    expect(splitBitbucketPush(bitbucket(moved))).toHaveLength(1);
    expect(splitBitbucketPush("nothing")).toEqual(["nothing"]);
  });
});
