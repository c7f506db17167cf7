import type { Forge } from "@windlass/contracts/forge";
import { openGitFolder, type GitFolder } from "@windlass/github/testing/git-folder";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openForgePool } from "../open-forge-pool.js";
import { openFakeBitbucket, type FakeBitbucket } from "../testing/fake-bitbucket/open-fake-bitbucket.js";
import { accountOf, type FakeRepository } from "../testing/fake-bitbucket/state.js";
import { toBitbucketMarkdown } from "./markdown.js";

const fullName = "acme/shop";
let bitbucket: FakeBitbucket;
let folder: GitFolder;
let repository: FakeRepository;
let forge: Forge;
let first: string;
const open = (token: string): Forge => openForgePool({ checkAddress: async () => {}, retryBaseMs: 1 }).open({ provider: "bitbucket", baseUrl: bitbucket.url, token });
const idOf = (nickname: string): string => accountOf(bitbucket.state, nickname).uuid;

beforeAll(async () => {
  bitbucket = await openFakeBitbucket();
  folder = await openGitFolder();
  first = await folder.git("rev-parse", "HEAD");
  repository = bitbucket.addRepository({ fullName, folder, access: { ada: "write", grace: "admin", rita: "read" } });
  forge = open(bitbucket.addToken(repository));
});
afterAll(async () => {
  await bitbucket?.close();
  await folder?.remove();
});

describe("a repository of Bitbucket", () => {
  it("has a description, branches, files and people", async () => {
    await folder.git("branch", "feature/deep", "main");
    expect(await forge.readRepository(fullName)).toMatchObject({ fullName, defaultBranch: "main", cloneUrl: `${bitbucket.url}/${fullName}.git` });
    expect(await forge.readBranchHeads(fullName)).toEqual([{ name: "feature/deep", sha: first }, { name: "main", sha: first }]);
    expect((await forge.readFile({ fullName, path: "src/größe.txt", ref: "feature/deep" }))?.toString()).toBe("a\nb\n");
    expect([await forge.readFile({ fullName, path: "nope", ref: "main" }), await forge.readFile({ fullName, path: "nope", ref: "none" })]).toEqual([null, null]);
  });

  // S14
  it.each([["what people were given", undefined], ["a workspace's permissions", ["repository", "account"]], ["neither", ["repository"]]])("says who may do what, by %s", async (_what, scopes) => {
    const asking = open(bitbucket.addToken(repository, scopes));
    const permissions = await Promise.all(["ada", "grace", "rita", "stranger"].map((login) => asking.readPermission({ fullName, login, id: idOf(login) })));
    expect(permissions).toEqual(scopes?.length === 1 ? ["none", "none", "none", "none"] : ["write", "admin", "read", "none"]);
    expect([await asking.readPermission({ fullName, login: "grace" }), await asking.readPermission({ fullName, login: "grace", id: '{"} OR 1' })]).toEqual(["none", "none"]);
  });

  it("has pull requests with the whole names of their commits, and the files that they change", async () => {
    const sha = await folder.commit("feature/x", { "serverless.yml": "service: shop2\n", "src/größe.txt": null, "new.txt": "1\n2\n" });
    const pull = await bitbucket.openPull(repository, { sourceBranch: "feature/x", author: "ada", draft: true });
    const fork = bitbucket.addRepository({ fullName: "mallory/shop", folder });
    await bitbucket.openPull(repository, { sourceBranch: "main", source: fork, author: "mallory" });
    const before = bitbucket.state.requests.length;
    for (let times = 0; times < 2; times += 1) {
      expect((await forge.listOpenPullRequests(fullName)).map(({ number, isFork, isDraft, head, author }) => [number, isFork, isDraft, head.ref, head.repository, author?.id])).toEqual([
        [1, false, true, "feature/x", fullName, idOf("ada")],
        [2, true, false, "main", "mallory/shop", idOf("mallory")],
      ]);
    }
    // The commit's whole name is asked for once.
    expect(bitbucket.state.requests.slice(before).filter(({ path }) => path.includes(`/${fullName}/commit/`))).toHaveLength(1);
    expect(await forge.readPullRequest({ fullName, number: pull.id })).toMatchObject({ state: "open", head: { sha, ref: "feature/x" }, base: { ref: "main" }, labels: [] });
    expect(await forge.listPullRequestFiles({ fullName, number: pull.id })).toEqual([
      { path: "new.txt", previousPath: null, status: "added", additions: 2, deletions: 0 },
      { path: "serverless.yml", previousPath: null, status: "modified", additions: 1, deletions: 1 },
      { path: expect.stringContaining("src/"), previousPath: null, status: "removed", additions: expect.any(Number), deletions: expect.any(Number) },
    ]);
  });
});

describe("what Windlass tells Bitbucket", () => {
  it("is a build status that the next one replaces", async () => {
    const status = { fullName, sha: first, context: "windlass / shop / dev", description: "Deploys", url: null } as const;
    await forge.writeStatus({ ...status, state: "pending" });
    await forge.writeStatus({ ...status, state: "error" });
    expect([...repository.statuses.values()]).toEqual([expect.objectContaining({ state: "STOPPED", name: status.context, url: `${bitbucket.url}/${fullName}`, key: expect.stringMatching(/^[0-9a-f]{40}$/) })]);
  });

  it("is one comment, edited in place, and never the copy of its marker that somebody else wrote", async () => {
    const [pull] = repository.pulls;
    if (!pull) throw new Error("There is no pull request.");
    const mine = bitbucket.comment(repository, pull, { by: "ada", raw: "[//]: # (windlass:pull-request)\n\nmine" });
    const place = { fullName, number: 1, marker: "pull-request" };
    const written = await forge.writeComment({ ...place, body: "one" });
    expect(await forge.writeComment({ ...place, body: "two" })).toMatchObject({ id: written.id });
    await forge.writeComment({ ...place, body: "y".repeat(70_000) });
    expect(pull.comments.map(({ raw }) => raw.slice(0, 36))).toEqual([mine.raw.slice(0, 36), `[//]: # (windlass:pull-request)\n\nyyy`]);
  });

  it("is nothing that Bitbucket does not have", async () => {
    const place = { fullName, sha: first, environment: "shop/dev", externalId: "d" };
    await expect(forge.createDeployment({ ...place, description: "", isProduction: false, isTransient: false })).rejects.toMatchObject({ code: "forge_unsupported" });
    await expect(forge.react({ fullName, number: 1, commentId: "1", reaction: "+1" })).rejects.toMatchObject({ code: "forge_unsupported" });
    expect(await forge.findCheck({ fullName, sha: first, name: "x", externalId: "y" })).toBeNull();
  });
});

describe("the comment's Markdown", () => {
  it("has no HTML, and what others said stays as inert as it was", () => {
    expect(toBitbucketMarkdown("| <code>a&#95;b&#96;c&#124;</code> | x<br>y | &#60;b&#62; &#42;c&#42; |")).toBe("| `a_b'c¦` | x, y | &#60;b&#62; &#42;c&#42; |");
    expect(toBitbucketMarkdown("<details><summary>2 other resources</summary>\n\n- a\n\n</details>\n\n<sub>Edited</sub>")).toBe("**2 other resources:**\n\n- a\n\n\n\n_Edited_");
  });
});
