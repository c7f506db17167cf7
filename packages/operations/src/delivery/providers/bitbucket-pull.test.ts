import { describe, expect, test } from "vitest";
import { pullOfEvent } from "../pull-request-event.js";
import { readerOf } from "./reader-of.js";

const ada = { type: "user", uuid: "{11111111-2222-3333-4444-555555555555}", nickname: "ada", display_name: "Ada", account_id: "557058:x" };
const repository = { type: "repository", uuid: "{a}", full_name: "acme/shop", links: { html: { href: "https://bitbucket.org/acme/shop" } } };
const side = (name: string, uuid = "{a}") => ({ branch: { name }, commit: { type: "commit", hash: "da1560886d4f" }, repository: { type: "repository", uuid, full_name: "acme/shop" } });

/** Of the form that Bitbucket documents for pull request events. */
const payload = {
  actor: ada, repository,
  pullrequest: { type: "pullrequest", id: 7, title: "Sell more", state: "OPEN", draft: false, author: ada, source: side("feature"), destination: side("main"), updated_on: "2026-11-20T17:23:34.123456+00:00", links: { html: { href: "https://bitbucket.org/acme/shop/pull-requests/7" } } },
};
const read = (change: object = {}) => readerOf("bitbucket").pull.parse({ ...payload, pullrequest: { ...payload.pullrequest, ...change } });

describe("a pull request of Bitbucket", () => {
  test("is a pull request, of which the commit's first letters are known, and people by their UUIDs", () => {
    const event = read();
    expect([event.action, event.sender]).toEqual(["synchronize", { id: ada.uuid, login: "ada" }]);
    expect(pullOfEvent(event)).toMatchObject({ number: 7, state: "open", author: { id: ada.uuid, login: "ada" }, head: { sha: "da1560886d4f", ref: "feature", repository: "acme/shop" }, isFork: false, labels: [] });
  });

  test("ends merged or declined, also where its branch is gone", () => {
    const gone = { ...side("feature"), commit: null };
    expect([read({ state: "MERGED", source: gone }), read({ state: "DECLINED" }), read({ state: "SUPERSEDED" })].map((event) => [event.action, pullOfEvent(event).state])).toEqual([["closed", "merged"], ["closed", "closed"], ["closed", "closed"]]);
  });

  test("is one of a fork by the repositories' UUIDs, and where the fork is gone", () => {
    expect([{ source: side("feature", "{b}") }, { source: { ...side("feature"), repository: null } }].map((change) => pullOfEvent(read(change)).isFork)).toEqual([true, true]);
  });

  test("is refused where it could be taken for an option of git's", () => {
    expect(() => read({ source: { ...side("feature"), commit: { hash: "--upload-pack" } } })).toThrow(/sha/);
  });
});

test("a comment of Bitbucket is one of the pull request, by whom Bitbucket says; one of an access token is a program's", () => {
  const comment = { id: 12, content: { raw: "/windlass help" }, user: ada };
  const readComment = (actor: object) => readerOf("bitbucket").comment.parse({ ...payload, actor, comment: { ...comment, user: actor } });
  expect(readComment(ada)).toMatchObject({ action: "created", issue: { number: 7, head_ref: "feature" }, comment: { id: 12, body: "/windlass help", user: { id: ada.uuid } }, sender: { id: ada.uuid, login: "ada" } });
  expect(readComment({ ...ada, type: "app_user" }).sender.type).toBe("Bot");
});
