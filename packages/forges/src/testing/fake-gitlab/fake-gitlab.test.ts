import { openGitFolder, type GitFolder } from "@windlass/github/testing/git-folder";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openFakeGitlab, type FakeGitlab } from "./open-fake-gitlab.js";
import type { FakeProject } from "./state.js";

let gitlab: FakeGitlab;
let folder: GitFolder;
let project: FakeProject;
let token: string;

beforeAll(async () => {
  gitlab = await openFakeGitlab();
  folder = await openGitFolder();
  project = gitlab.addProject({ fullName: "acme/shop", folder, members: { ada: 30, guest: 10 } });
  token = gitlab.addToken("ada");
});
afterAll(async () => {
  await gitlab?.close();
  await folder?.remove();
});

async function ask(path: string, { as = token, method = "GET", body }: { as?: string; method?: string; body?: object } = {}) {
  const answer = await fetch(`${gitlab.url}/api/v4${path}`, { method, headers: { "private-token": as, ...(body && { "content-type": "application/json" }) }, ...(body && { body: JSON.stringify(body) }) });
  return { status: answer.status, body: await answer.json(), headers: answer.headers };
}

it("knows tokens, and shows a project to its members alone", async () => {
  expect(await ask("/user", { as: "no" })).toMatchObject({ status: 401, body: { message: "401 Unauthorized" } });
  expect(await ask("/projects/acme%2Fshop", { as: gitlab.addToken("stranger") })).toMatchObject({ status: 404, body: { message: "404 Project Not Found" } });
  expect(await ask("/projects/acme%2Fshop")).toMatchObject({ status: 200, body: { id: project.id, path_with_namespace: "acme/shop", default_branch: "main" } });
  expect(await ask(`/projects/${project.id}`)).toMatchObject({ status: 200 });
  const sha = await folder.git("rev-parse", "HEAD");
  expect(await ask(`/projects/${project.id}/statuses/${sha}`, { as: gitlab.addToken("guest"), method: "POST", body: { state: "success" } })).toMatchObject({ status: 403, body: { message: "403 Forbidden" } });
});

it("refuses a status that the commit has, as GitLab's state machine does", async () => {
  const path = `/projects/${project.id}/statuses/${await folder.git("rev-parse", "HEAD")}`;
  expect(await ask(path, { method: "POST", body: { state: "pending", name: "c" } })).toMatchObject({ status: 201, body: { status: "pending", name: "c", allow_failure: false } });
  expect(await ask(path, { method: "POST", body: { state: "pending", name: "c" } })).toMatchObject({ status: 400, body: { message: expect.stringContaining("Cannot transition status via :enqueue from :pending") } });
  expect((await ask(path, { method: "POST", body: { state: "done", name: "c" } })).status).toBe(400);
});

it("has pages, and a note that its author alone may edit", async () => {
  await folder.commit("feature", { "a.txt": "1\n" });
  const pull = await gitlab.openMergeRequest(project, { sourceBranch: "feature", author: "ada" });
  const notes = `/projects/${project.id}/merge_requests/${pull.iid}/notes`;
  const foreign = gitlab.comment(project, pull, { by: "guest", body: "no" });
  expect(await ask(`${notes}/${foreign.id}`, { method: "PUT", body: { body: "mine" } })).toMatchObject({ status: 403 });
  for (let count = 0; count < 2; count += 1) expect((await ask(notes, { method: "POST", body: { body: "hello" } })).status).toBe(201);
  const page = await ask(`${notes}?per_page=2&page=1`);
  expect(page.body).toHaveLength(2);
  expect([page.headers.get("x-next-page"), page.headers.get("x-total")]).toEqual(["2", "3"]);
  expect(await ask(notes, { method: "POST", body: { body: "x".repeat(1_000_001) } })).toMatchObject({ status: 400 });
});

it("delivers what happens to a merge request, in the form of GitLab's documentation", async () => {
  const pull = await gitlab.openMergeRequest(project, { sourceBranch: "feature", author: "ada", labels: ["one"] });
  const hook = () => ({ event: gitlab.state.hooks[0]?.headers["x-gitlab-event"], body: JSON.parse(gitlab.state.hooks[0]?.body ?? "") });
  expect(hook()).toMatchObject({
    event: "Merge Request Hook",
    body: { object_kind: "merge_request", user: { username: "ada" }, project: { path_with_namespace: "acme/shop" }, labels: [{ title: "one" }], object_attributes: { action: "open", iid: pull.iid, source_project_id: project.id, last_commit: { id: pull.sha } } },
  });
  const before = pull.sha;
  await folder.commit("feature", { "a.txt": "2\n" });
  await gitlab.push(project, pull, "ada");
  expect(hook().body.object_attributes).toMatchObject({ action: "update", oldrev: before, last_commit: { id: pull.sha } });
  gitlab.update(project, pull, { by: "ada", labels: [] });
  expect(hook().body).toMatchObject({ object_attributes: { action: "update" }, changes: { labels: { previous: [{ title: "one" }], current: [] } } });
  expect(hook().body.object_attributes.oldrev).toBeUndefined();
  gitlab.comment(project, pull, { by: "ada", body: "/windlass help" });
  expect(hook()).toMatchObject({ event: "Note Hook", body: { object_kind: "note", object_attributes: { note: "/windlass help", noteable_type: "MergeRequest", action: "create" }, merge_request: { iid: pull.iid } } });
  gitlab.end(project, pull, { by: "ada", as: "merge" });
  expect(hook().body.object_attributes).toMatchObject({ action: "merge", state: "merged" });
});

it("is cloned with a token as the password, with what merge requests ask for", async () => {
  const sha = project.mergeRequests[0]?.sha ?? "";
  const remote = (password: string) => `http://oauth2:${password}@${gitlab.url.slice("http://".length)}/acme/shop.git`;
  expect(await folder.git("ls-remote", remote(token), "refs/merge-requests/1/head")).toBe(`${sha}\trefs/merge-requests/1/head`);
  await expect(folder.git("-c", "credential.helper=", "ls-remote", remote("wrong"))).rejects.toThrow(/Authentication failed|401|Access denied/);
});
