import { createRequire } from "node:module";
import { deployRulesSchema } from "@windlass/contracts/deploy-rules";
import { describe, expect, test } from "vitest";
import { filesOfPayload } from "./changed-files.js";
import { decidePush } from "./decide-delivery.js";
import { commitOf, pushSchema } from "./github-event.js";
import type { Matched, MatchedStage } from "./match-repositories.js";

const push = (fields: object) => pushSchema.parse({ ref: "refs/heads/main", repository: { full_name: "acme/shop" }, ...fields });
const stage = (fields: Partial<Omit<MatchedStage, "rules">>, rules: object = {}): MatchedStage => ({
  id: "s",
  service: "shop",
  stage: "dev",
  branch: "main",
  autoDeploy: true,
  rootDirectory: "",
  ...fields,
  rules: deployRulesSchema.parse(rules),
});
const matched = (fields: Partial<Matched>): Matched => ({ repositoryIds: ["r"], serviceCount: 1, stages: [], ...fields });
const dev = stage({});

test.each([
  ["another kind of ref", push({ ref: "refs/notes/x" }), matched({ stages: [dev] }), "not_a_branch"],
  ["a tag", push({ ref: "refs/tags/v1" }), matched({ stages: [dev] }), "no_matching_tag"],
  ["a deleted branch", push({ deleted: true }), matched({ stages: [dev] }), "branch_deleted"],
  ["a deleted tag", push({ ref: "refs/tags/v1", deleted: true }), matched({ stages: [dev] }), "tag_deleted"],
  ["an unknown repository", push({}), matched({ repositoryIds: [], serviceCount: 0 }), "repository_unknown"],
  ["a repository without a service", push({}), matched({ serviceCount: 0 }), "no_service"],
  ["a service without a stage", push({}), matched({}), "no_matching_branch"],
  ["another branch", push({ ref: "refs/heads/feature/main" }), matched({ stages: [dev] }), "no_matching_branch"],
  ["a stage that does not deploy by itself", push({}), matched({ stages: [stage({ autoDeploy: false })] }), "auto_deploy_off"],
  ["a message that says no", push({ head_commit: { id: "a".repeat(40), message: "Docs [Skip CI]" } }), matched({ stages: [dev] }), "skipped_by_message"],
  ["the branch of a stage", push({}), matched({ stages: [dev] }), "deployed"],
])("%s", (_name, event, found, reason) => {
  const decision = decidePush(event, found, null);
  expect(decision.reason).toBe(reason);
  expect(decision.message).not.toBe("");
});

test("says for each stage why it is deployed or not", () => {
  const stages = [dev, stage({ stage: "qa", autoDeploy: false }), stage({ stage: "prod", branch: "release" }), stage({ stage: "docs", rootDirectory: "docs" }), stage({ stage: "tagged" }, { tags: ["v*"] })];
  const decision = decidePush(push({}), matched({ stages }), ["src/a.ts"]);
  expect(decision).toMatchObject({ reason: "deployed", message: "Deploys shop/dev." });
  expect(decision.outcomes.map(({ reason }) => reason)).toEqual(["deployed", "auto_deploy_off", "no_matching_branch", "no_matching_paths", "no_matching_branch"]);
  expect(decision.outcomes.at(-2)?.message).toBe("The push changes 1 file, none in docs/.");
});

describe("rules of a stage", () => {
  const reasonOf = (one: MatchedStage, fields: object, files: string[] | null = null) => decidePush(push(fields), matched({ stages: [one] }), files).reason;

  test("follow branches and tags by globs, with `!` to take some out again", () => {
    const releases = stage({}, { branches: ["release/*", "!release/old", "hotfix/**"] });
    const by = (ref: string) => reasonOf(releases, { ref });
    expect(["release/2", "release/old", "release/2/x", "hotfix/a/b", "main"].map((branch) => by(`refs/heads/${branch}`))).toEqual([
      "deployed",
      "no_matching_branch",
      "no_matching_branch",
      "deployed",
      "no_matching_branch",
    ]);
    const tagged = stage({}, { tags: ["v*", "!v*-rc*"] });
    expect(["refs/tags/v1", "refs/tags/v1-rc1", "refs/tags/x", "refs/heads/main"].map((ref) => reasonOf(tagged, { ref }))).toEqual([
      "deployed",
      "no_matching_tag",
      "no_matching_tag",
      "no_matching_branch",
    ]);
    expect(reasonOf(stage({}, { branches: ["main"], tags: ["v*"] }), {})).toBe("deployed");
  });

  test("look at the paths that a push changes, by default at the service's own", () => {
    const orders = stage({ rootDirectory: "services/orders" });
    expect(reasonOf(orders, {}, ["services/orders/a.ts"])).toBe("deployed");
    expect(reasonOf(orders, {}, ["services/orders-old/a.ts", "README.md"])).toBe("no_matching_paths");
    expect(reasonOf(orders, {}, null)).toBe("deployed");
    expect(reasonOf(orders, {}, [])).toBe("no_matching_paths");
    const shared = stage({ rootDirectory: "services/orders" }, { paths: ["services/orders/**", "packages/shared/**", "!**/*.md"] });
    expect(reasonOf(shared, {}, ["packages/shared/.env"])).toBe("deployed");
    expect(reasonOf(shared, {}, ["packages/shared/a.md", "services/orders/README.md"])).toBe("no_matching_paths");
    expect(reasonOf(stage({}, { paths: ["!docs/**"] }), {}, ["docs/a"])).toBe("no_matching_paths");
    expect(reasonOf(stage({}, { paths: ["!docs/**"] }), {}, ["docs/a", "src/b"])).toBe("deployed");
    // A tag is put on a commit that changed something long ago.
    expect(reasonOf(stage({ rootDirectory: "a" }, { tags: ["v*"] }), { ref: "refs/tags/v1" }, ["b"])).toBe("deployed");
  });

  test.each(["[skip deploy]", "[deploy skip]", "[skip ci]", "[CI SKIP]", "[no ci]"])("leave out a commit that says %s", (marker) => {
    expect(reasonOf(dev, { head_commit: { id: "a".repeat(40), message: `Docs\n\nMore ${marker} here` } })).toBe("skipped_by_message");
  });

  test("know the trailer, in the last paragraph alone, and deploy a tag of a release that CI leaves out", () => {
    const says = (message: string, ref = "refs/heads/main") => reasonOf(stage({}, { branches: ["**"], tags: ["*"] }), { ref, head_commit: { id: "a".repeat(40), message } });
    expect(says("Docs\n\nskip-checks: true\nReviewed-by: Ada")).toBe("skipped_by_message");
    expect(says("Docs\n\nskip-checks:true\n")).toBe("skipped_by_message");
    expect(says("skip-checks: true")).toBe("deployed");
    expect(says("Docs\n\nskip-checks: true\n\nMore")).toBe("deployed");
    expect(says("Do not skip ci")).toBe("deployed");
    expect(says("chore(release): 1.0.0 [skip ci]", "refs/tags/v1")).toBe("deployed");
    expect(says("Not yet [skip deploy]", "refs/tags/v1")).toBe("skipped_by_message");
  });

  // PROOFS S01: names that were made to take long, or to be taken for something else.
  test("are done with a hostile name at once", () => {
    const slow = stage({}, { branches: ["*a*b", "**/x/**/b"], paths: ["**/*a*b", "{a,b}*{a,b}*x"] });
    const started = performance.now();
    const names = ["a".repeat(255), "a/".repeat(2_000), "x/".repeat(400), "$(reboot)", "--upload-pack=x", "../../x", "\u0000", "a\nb", "(a+)+$", "[".repeat(200)];
    for (const name of names) decidePush(push({ ref: `refs/heads/${name}` }), matched({ stages: [slow] }), names);
    expect(performance.now() - started).toBeLessThan(2_000);
    for (const glob of ["(a+)+b", "*a*a*a*b", "**/a/**/b/**/c", "a|b", "../x", "a\\b", "!", "!!a", "", "a\u0000"]) {
      expect([glob, deployRulesSchema.safeParse({ paths: [glob] }).success]).toEqual([glob, false]);
    }
  });
});

describe("GitHub's published payloads of a push", () => {
  const published: { name: string; examples: object[] }[] = createRequire(import.meta.url)("@octokit/webhooks-examples/api.github.com/index.json");
  const pushes = published.find(({ name }) => name === "push")?.examples ?? [];
  const everything = stage({ branch: "master" }, { branches: ["**"], tags: ["**"] });

  test("are each read, and deploy what they should", () => {
    const read = pushes.map((example) => {
      const event = pushSchema.parse(example);
      return [event.ref, decidePush(event, matched({ stages: [everything] }), filesOfPayload(event)).reason, commitOf(event)?.message ?? null];
    });
    expect(read).toEqual([
      ["refs/tags/simple-tag", "deployed", "Adding a .gitignore file"],
      ["refs/tags/simple-tag", "tag_deleted", null],
      ["refs/tags/simple-tag", "tag_deleted", null],
      ["refs/tags/simple-tag", "tag_deleted", null],
      ["refs/heads/master", "deployed", "Initial commit"],
      ["refs/heads/master", "deployed", "Initial commit"],
      ["refs/tags/simple-tag", "tag_deleted", null],
    ]);
  });

  test("list what they change only where none of it can be missing", () => {
    const commit = { added: ["a"], modified: ["b"], removed: ["c"] };
    expect(filesOfPayload(push({ commits: [commit, { added: [], modified: ["b"], removed: [] }] }))).toEqual(["a", "b", "c"]);
    for (const fields of [{}, { commits: [] }, { commits: [{}] }, { commits: Array(20).fill(commit) }, { commits: [commit], forced: true }, { commits: [commit], created: true }]) {
      expect(filesOfPayload(push(fields))).toBeNull();
    }
  });

  test("name the commit that an annotated tag is of", () => {
    expect(commitOf(push({ ref: "refs/tags/v1", after: "1".repeat(40), head_commit: { id: "2".repeat(40) } }))?.sha).toBe("2".repeat(40));
  });
});
