import { describe, expect, test } from "vitest";
import { pullOfEvent } from "../pull-request-event.js";
import { readerOf } from "./reader-of.js";

const sha = "da1560886d4f094c3e6c9ef40349f7d38b5d27d7";
const project = { id: 14, name: "Shop", web_url: "https://gitlab.example.com/acme/web/shop", git_ssh_url: "git@gitlab.example.com:acme/web/shop.git", git_http_url: "https://gitlab.example.com/acme/web/shop.git", namespace: "Web", visibility_level: 0, path_with_namespace: "acme/web/shop", default_branch: "main" };
const label = (title: string) => ({ id: 206, title, color: "#ffffff", type: "ProjectLabel" });

/** Of the form that GitLab documents for `Merge Request Hook`. */
const hook = {
  object_kind: "merge_request", event_type: "merge_request", user: { id: 51, name: "Ada", username: "ada", avatar_url: null, email: "[REDACTED]" }, project,
  object_attributes: {
    id: 99, iid: 7, title: "Sell more", url: "https://gitlab.example.com/acme/web/shop/-/merge_requests/7", state: "opened", state_id: 1, draft: false, work_in_progress: false, author_id: 51,
    source_branch: "feature", target_branch: "main", source_project_id: 14, target_project_id: 14, created_at: "2026-11-20T17:23:34Z", updated_at: "2026-11-20T17:23:34Z",
    source: { ...project }, target: { ...project }, last_commit: { id: sha, message: "Sell", timestamp: "2026-11-20T17:20:00+00:00", author: { name: "[REDACTED]", email: "[REDACTED]" } }, labels: [label("api")], action: "open",
  },
  labels: [label("api")],
  changes: {},
};
const read = (attributes: object = {}, rest: object = {}) => readerOf("gitlab").pull.parse({ ...hook, ...rest, object_attributes: { ...hook.object_attributes, ...attributes } });

describe("a merge request of GitLab", () => {
  test("is a pull request, by its number in the project", () => {
    const event = read();
    expect([event.action, event.sender, event.repository?.clone_url]).toEqual(["opened", { id: 51, login: "ada" }, "https://gitlab.example.com/acme/web/shop.git"]);
    expect(pullOfEvent(event)).toEqual({
      number: 7, title: "Sell more", url: "https://gitlab.example.com/acme/web/shop/-/merge_requests/7", state: "open", isDraft: false, labels: ["api"], author: { id: "51", login: "ada" },
      head: { sha, ref: "feature", repository: "acme/web/shop" }, base: { sha, ref: "main" }, isFork: false, updatedAt: "2026-11-20T17:23:34Z",
    });
  });

  test.each([
    ["reopened", { action: "reopen" }, {}],
    ["closed", { action: "close", state: "closed" }, {}],
    ["closed", { action: "merge", state: "merged" }, {}],
    ["synchronize", { action: "update", oldrev: sha }, { changes: { draft: { previous: true, current: false } } }],
    ["converted_to_draft", { action: "update" }, { changes: { draft: { previous: false, current: true } } }],
    ["ready_for_review", { action: "update" }, { changes: { draft: { previous: true, current: false } } }],
    ["labeled", { action: "update" }, { changes: { labels: { previous: [], current: [label("api")] } } }],
    ["unlabeled", { action: "update" }, { changes: { labels: { previous: [label("api")], current: [] } } }],
    ["edited", { action: "update" }, { changes: { title: { previous: "a", current: "b" } } }],
    ["approved", { action: "approved" }, {}],
  ])("is %s", (action, attributes, rest) => {
    expect(read(attributes, rest).action).toBe(action);
  });

  test("is one of a fork by the projects' numbers, whatever they are called", () => {
    expect([{ source_project_id: 15 }, { source_project_id: null }, { source: { path_with_namespace: "mallory/shop" } }].map((attributes) => pullOfEvent(read(attributes)).isFork)).toEqual([true, true, false]);
  });

  test("ends merged or closed, and names an author who did not do it by number", () => {
    expect([pullOfEvent(read({ state: "merged" })).state, pullOfEvent(read({ state: "closed" })).state, pullOfEvent(read({ state: "locked" })).state]).toEqual(["merged", "closed", "open"]);
    expect(pullOfEvent(read({ author_id: 8 })).author).toEqual({ id: "8", login: "user 8" });
  });

  test("is refused where it could be taken for an option of git's", () => {
    expect(() => read({ last_commit: { id: "--upload-pack=x" } })).toThrow(/last_commit/);
  });
});

describe("a note of GitLab", () => {
  const note = { object_kind: "note", user: hook.user, project, object_attributes: { id: 1244, note: "/windlass help", noteable_type: "MergeRequest", author_id: 51, created_at: "2026-11-20 17:23:34 UTC", system: false, action: "create" }, merge_request: { iid: 7 } };
  const readNote = (attributes: object = {}, rest: object = {}) => readerOf("gitlab").comment.parse({ ...note, ...rest, object_attributes: { ...note.object_attributes, ...attributes } });

  test("is a comment of the merge request, by whom GitLab says", () => {
    expect(readNote()).toMatchObject({ action: "created", issue: { number: 7, pull_request: {} }, comment: { id: 1244, body: "/windlass help", user: { id: 51 } }, sender: { id: 51, login: "ada" } });
  });

  test("is nothing new where it was edited or is GitLab's own, and of no merge request where it is of an issue", () => {
    expect([readNote({ action: "update" }).action, readNote({ system: true }).action]).toEqual(["edited", "edited"]);
    expect(readNote({ noteable_type: "Issue" }, { merge_request: null }).issue.pull_request).toBeNull();
  });
});
