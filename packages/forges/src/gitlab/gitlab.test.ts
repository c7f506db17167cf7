import { openGitFolder, type GitFolder } from "@windlass/github/testing/git-folder";
import type { Forge } from "@windlass/contracts/forge";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openFakeGitlab, type FakeGitlab } from "../testing/fake-gitlab/open-fake-gitlab.js";
import { userOf, type FakeProject } from "../testing/fake-gitlab/state.js";
import { openForgePool } from "../open-forge-pool.js";

const fullName = "acme/web/shop";
let gitlab: FakeGitlab;
let folder: GitFolder;
let project: FakeProject;
let forge: Forge;
let first: string;
const pool = openForgePool({ checkAddress: async () => {}, retryBaseMs: 1 });
const open = (token: string): Forge => pool.open({ provider: "gitlab", baseUrl: gitlab.url, token });

beforeAll(async () => {
  gitlab = await openFakeGitlab();
  folder = await openGitFolder();
  first = await folder.git("rev-parse", "HEAD");
  project = gitlab.addProject({ fullName, folder, members: { ada: 30, grace: 50, rita: 20, windlass: 40 } });
  forge = open(gitlab.addToken("windlass"));
});
afterAll(async () => {
  await gitlab?.close();
  await folder?.remove();
});

describe("a project of GitLab", () => {
  it("has a description, branches, files and people", async () => {
    expect(await forge.readRepository(fullName)).toMatchObject({ fullName, defaultBranch: "main", isPrivate: true, cloneUrl: `${gitlab.url}/${fullName}.git` });
    expect(await forge.readBranchHeads(fullName)).toEqual([{ name: "main", sha: first }]);
    expect((await forge.readFile({ fullName, path: "src/größe.txt", ref: "main" }))?.toString()).toBe("a\nb\n");
    expect(await forge.readFile({ fullName, path: "nope", ref: "main" })).toBeNull();
    const idOf = (login: string): string => String(userOf(gitlab.state, login).id);
    const permissions = await Promise.all(["ada", "grace", "rita", "stranger"].map((login) => forge.readPermission({ fullName, login, id: idOf(login) })));
    expect(permissions).toEqual(["write", "admin", "read", "none"]);
    // (S14) The id decides, whatever the name says.
    expect(await forge.readPermission({ fullName, login: "grace", id: idOf("stranger") })).toBe("none");
    expect([await forge.readPermission({ fullName, login: "ada" }), await forge.readPermission({ fullName, login: "ad" }), await forge.readPermission({ fullName, login: "ada", id: "1/../2" })]).toEqual(["write", "none", "none"]);
  });

  it("has merge requests, of forks too, and the files that they change", async () => {
    const fork = await openGitFolder(folder);
    const forked = gitlab.addProject({ fullName: "stranger/shop", folder: fork, visibility: "public", members: { stranger: 50 } });
    await folder.commit("feature/x", { "serverless.yml": "service: shop2\n", "src/größe.txt": null, "src/grösse.txt": "a\nb\n", "new.txt": "1\n2\n" });
    await fork.commit("evil", { "evil.txt": "1\n" });
    const own = await gitlab.openMergeRequest(project, { sourceBranch: "feature/x", author: "ada", labels: ["preview"] });
    const foreign = await gitlab.openMergeRequest(project, { sourceBranch: "evil", source: forked, author: "stranger", draft: true });
    gitlab.end(project, await gitlab.openMergeRequest(project, { sourceBranch: "feature/x", author: "ada" }), { by: "ada", as: "merge" });
    const pulls = await forge.listOpenPullRequests(fullName);
    expect(pulls.map(({ number, isFork, isDraft, labels, author }) => ({ number, isFork, isDraft, labels, author: author?.login }))).toEqual([
      { number: foreign.iid, isFork: true, isDraft: true, labels: [], author: "stranger" },
      { number: own.iid, isFork: false, isDraft: false, labels: ["preview"], author: "ada" },
    ]);
    expect(pulls[0]?.head).toEqual({ sha: foreign.sha, ref: "evil", repository: "stranger/shop" });
    expect(await forge.readPullRequest({ fullName, number: 3 })).toMatchObject({ state: "merged", base: { ref: "main" } });
    forked.visibility = "private";
    expect(await forge.readPullRequest({ fullName, number: foreign.iid })).toMatchObject({ isFork: true, head: { repository: null } });
    expect(await forge.listPullRequestFiles({ fullName, number: own.iid })).toEqual([
      { path: "new.txt", previousPath: null, status: "added", additions: 2, deletions: 0 },
      { path: "serverless.yml", previousPath: null, status: "modified", additions: 1, deletions: 1 },
      { path: "src/grösse.txt", previousPath: "src/größe.txt", status: "renamed", additions: 0, deletions: 0 },
    ]);
    await fork.remove();
  });

  it("has lists of more than one page", async () => {
    const crowd = gitlab.addProject({ fullName: "acme/crowd", folder, members: { windlass: 30 } });
    for (let number = 0; number < 130; number += 1) crowd.members.set(`person-${number}`, 30);
    expect(await forge.readPermission({ fullName: "acme/crowd", login: "person-129" })).toBe("write");
  });
});

describe("what Windlass tells GitLab", () => {
  it("is a status that is there once, in GitLab's words and length", async () => {
    const status = { fullName, sha: first, context: "windlass / shop / dev", description: "x".repeat(500), url: "https://deploy.example.com/1" } as const;
    // The second one is refused by GitLab, because it says nothing new.
    for (const state of ["pending", "pending", "success"] as const) await forge.writeStatus({ ...status, state });
    expect(project.statuses).toEqual([expect.objectContaining({ sha: first, name: status.context, status: "success", description: `${"x".repeat(254)}…`, target_url: status.url })]);
    await forge.writeStatus({ ...status, state: "error" });
    expect(project.statuses.map((row) => row.status)).toEqual(["success", "canceled"]);
  });

  it("is one note, edited in place, and never the copy of its marker that somebody else wrote", async () => {
    const [pull] = project.mergeRequests;
    if (!pull) throw new Error("There is no merge request.");
    gitlab.comment(project, pull, { by: "ada", body: "<!-- windlass:pull-request -->\nmine" });
    const place = { fullName, number: 1, marker: "pull-request" };
    expect(await forge.findOwnComment(place)).toBeNull();
    const written = await forge.writeComment({ ...place, body: "one" });
    expect(written.url).toBe(`${gitlab.url}/${fullName}/-/merge_requests/1#note_${written.id}`);
    expect(await forge.writeComment({ ...place, body: "two" })).toMatchObject({ id: written.id });
    const { body } = await forge.writeComment({ ...place, body: "y".repeat(70_000) });
    expect([body.length, body.startsWith("<!-- windlass:pull-request -->\ny")]).toEqual([65_536, true]);
    expect(pull.notes).toHaveLength(2);
    const before = gitlab.state.requests.length;
    await forge.writeComment({ ...place, body: "y".repeat(70_000) });
    expect(gitlab.state.requests.slice(before).map(({ method }) => method)).toEqual(["GET"]);
  });

  it("is a sign at a note, once", async () => {
    const note = project.mergeRequests[0]?.notes[0];
    const reaction = { fullName, number: 1, commentId: String(note?.id), reaction: "+1" } as const;
    await forge.react(reaction);
    await forge.react(reaction);
    expect(note?.awards).toEqual([{ name: "thumbsup", user: expect.objectContaining({ username: "windlass" }) }]);
  });

  it("is a deployment to an environment, which is found again while it runs", async () => {
    const place = { fullName, sha: first, environment: "shop/pr-1", externalId: "d-1" };
    const id = await forge.createDeployment({ ...place, description: "", isProduction: false, isTransient: true });
    expect([await forge.findDeployment(place), await forge.findDeployment({ ...place, environment: "shop/dev" })]).toEqual([id, null]);
    const status = { fullName, deploymentId: id, description: "", logUrl: null, environmentUrl: null };
    await forge.writeDeploymentStatus({ ...status, state: "in_progress" });
    await forge.writeDeploymentStatus({ ...status, state: "success", environmentUrl: "https://api.example.com/" });
    // Nothing takes its place: it stays as it ended, and the environment stops.
    await forge.writeDeploymentStatus({ ...status, state: "inactive" });
    expect(project.environments[0]?.state).toBe("stopped");
    expect(project.deployments).toEqual([expect.objectContaining({ status: "success", sha: first, environment: expect.objectContaining({ name: "shop/pr-1", tier: "development", external_url: "https://api.example.com/" }) })]);
    expect(await forge.findDeployment(place)).toBeNull();
    await forge.createDeployment({ ...place, description: "", isProduction: false, isTransient: true });
    expect(project.environments).toEqual([expect.objectContaining({ state: "available" })]);
    await forge.writeDeploymentStatus({ ...status, state: "inactive" });
    expect(project.environments[0]?.state).toBe("available");
  });

  it("is no check run, which GitLab does not have", async () => {
    expect(await forge.findCheck({ fullName, sha: first, name: "x", externalId: "y" })).toBeNull();
    await expect(forge.writeCheck({ fullName, id: null, name: "x", sha: first, externalId: "y", status: "queued", title: "t", summary: "s", url: null })).rejects.toMatchObject({ code: "forge_unsupported" });
  });
});

describe("trouble", () => {
  it("has a code, and GitLab's words without the token", async () => {
    const rita = open(gitlab.addToken("rita"));
    await expect(open("wrong").readRepository(fullName)).rejects.toMatchObject({ code: "forge_credentials_refused", message: expect.stringContaining("401 Unauthorized") });
    await expect(rita.writeStatus({ fullName, sha: first, state: "pending", context: "c", description: "", url: null })).rejects.toMatchObject({ code: "forge_denied" });
    await expect(forge.readRepository("acme/none")).rejects.toMatchObject({ code: "forge_not_found" });
    gitlab.fail({ path: /statuses/, status: 400, message: "name is too long" });
    await expect(forge.writeStatus({ fullName, sha: first, state: "success", context: "c", description: "", url: null })).rejects.toMatchObject({ code: "forge_rejected", message: expect.stringContaining("name is too long") });
    gitlab.fail({ path: /shop$/, status: 429, message: "Retry later", headers: { "retry-after": "90" } });
    await expect(forge.readRepository(fullName)).rejects.toMatchObject({ code: "forge_rate_limited", extra: { retryAfterSeconds: 90 } });
  });

  it("is tried again where it may be, and a note is never written twice", async () => {
    gitlab.fail({ path: /shop$/, status: 502, message: "Bad Gateway" });
    gitlab.fail({ path: /shop$/, status: 429, message: "Retry later", headers: { "retry-after": "0" } });
    expect(await forge.readRepository(fullName)).toMatchObject({ fullName });
    gitlab.fail({ method: "POST", path: /notes$/, status: 502, message: "Bad Gateway" });
    await expect(forge.writeComment({ fullName, number: 2, marker: "m", body: "b" })).rejects.toMatchObject({ code: "forge_unreachable" });
    expect(project.mergeRequests[1]?.notes).toEqual([]);
  });

  it("is never led to another host, nor to an address that must not be reached", async () => {
    for (let tries = 0; tries < 3; tries += 1) gitlab.fail({ path: /shop$/, status: 302, message: "", headers: { location: "http://169.254.169.254/" } });
    await expect(forge.readRepository(fullName)).rejects.toMatchObject({ code: "forge_unreachable", message: expect.stringContaining("sends elsewhere, to 169.254.169.254") });
    const refusing = openForgePool({ checkAddress: () => Promise.reject(new Error("internal")), retryBaseMs: 1 }).open({ provider: "gitlab", baseUrl: gitlab.url, token: "x" });
    const before = gitlab.state.requests.length;
    await expect(refusing.readRepository(fullName)).rejects.toMatchObject({ message: expect.stringContaining("internal") });
    expect(gitlab.state.requests).toHaveLength(before);
  });
});
