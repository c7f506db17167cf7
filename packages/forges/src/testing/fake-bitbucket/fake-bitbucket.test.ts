import { openGitFolder, type GitFolder } from "@windlass/github/testing/git-folder";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openFakeBitbucket, type FakeBitbucket } from "./open-fake-bitbucket.js";
import type { FakeRepository } from "./state.js";

let bitbucket: FakeBitbucket;
let folder: GitFolder;
let repository: FakeRepository;
let token: string;

beforeAll(async () => {
  bitbucket = await openFakeBitbucket();
  folder = await openGitFolder();
  repository = bitbucket.addRepository({ fullName: "acme/shop", folder });
  token = bitbucket.addToken(repository);
});
afterAll(async () => {
  await bitbucket?.close();
  await folder?.remove();
});

async function ask(path: string, { as = token, method = "GET", body }: { as?: string; method?: string; body?: object } = {}) {
  const answer = await fetch(`${bitbucket.url}/2.0${path}`, { method, headers: { authorization: `Bearer ${as}`, ...(body && { "content-type": "application/json" }) }, ...(body && { body: JSON.stringify(body) }) });
  return { status: answer.status, body: await answer.json() };
}

it("knows tokens, their repository and their scopes, and does not say whose they are", async () => {
  expect(await ask("/repositories/acme/shop", { as: "no" })).toMatchObject({ status: 401, body: { type: "error" } });
  expect((await ask("/repositories/acme/other")).status).toBe(404);
  expect((await ask("/user")).status).toBe(403);
  expect((await ask("/workspaces/acme/permissions/repositories/shop")).status).toBe(403);
  expect(await ask("/repositories/acme/shop")).toMatchObject({ status: 200, body: { full_name: "acme/shop", mainbranch: { name: "main" } } });
});

it("delivers what happens to a pull request, with the first letters of its commit", async () => {
  await folder.commit("feature", { "a.txt": "1\n" });
  const pull = await bitbucket.openPull(repository, { sourceBranch: "feature", author: "ada" });
  const hook = () => ({ key: bitbucket.state.hooks[0]?.headers["x-event-key"], body: JSON.parse(bitbucket.state.hooks[0]?.body ?? "") });
  expect(hook()).toMatchObject({ key: "pullrequest:created", body: { actor: { nickname: "ada", type: "user" }, repository: { full_name: "acme/shop" }, pullrequest: { id: pull.id, state: "OPEN", source: { commit: { hash: pull.sha.slice(0, 12) } } } } });
  bitbucket.comment(repository, pull, { by: "ada", raw: "hello" });
  expect(hook()).toMatchObject({ key: "pullrequest:comment_created", body: { comment: { content: { raw: "hello" } } } });
  bitbucket.end(repository, pull, { by: "ada", as: "DECLINED" });
  expect(hook()).toMatchObject({ key: "pullrequest:rejected", body: { pullrequest: { state: "DECLINED" } } });
});

it("has pages, and lets nobody edit what somebody else wrote", async () => {
  const comments = "/repositories/acme/shop/pullrequests/1/comments";
  const foreign = repository.pulls[0]?.comments[0]?.id;
  expect((await ask(`${comments}/${foreign}`, { method: "PUT", body: { content: { raw: "mine" } } })).status).toBe(403);
  expect((await ask(comments, { method: "POST", body: { content: { raw: "x".repeat(32_769) } } })).status).toBe(400);
  expect((await ask(comments, { method: "POST", body: { content: { raw: "hello" } } })).status).toBe(200);
  expect(await ask(`${comments}?pagelen=1`)).toMatchObject({ body: { values: [{ id: foreign }], next: expect.stringContaining(`${bitbucket.url}/2.0`) } });
  expect((await ask("/repositories/acme/shop/commit/abc/statuses/build", { method: "POST", body: { key: "x".repeat(41), state: "SUCCESSFUL", url: "https://a.example" } })).status).toBe(400);
});
