import { expect, test } from "vitest";
import { decidePush } from "./decide-delivery.js";
import { pushSchema } from "./github-event.js";
import type { Matched } from "./match-repositories.js";

const push = (fields: object) => pushSchema.parse({ ref: "refs/heads/main", repository: { full_name: "acme/shop" }, ...fields });
const matched = (fields: Partial<Matched>): Matched => ({ repositoryIds: ["r"], serviceCount: 1, stages: [], ...fields });
const dev = { service: "shop", stage: "dev", branch: "main", autoDeploy: true };

test.each([
  ["a tag", push({ ref: "refs/tags/v1" }), matched({ stages: [dev] }), "not_a_branch"],
  ["a deleted branch", push({ deleted: true }), matched({ stages: [dev] }), "branch_deleted"],
  ["an unknown repository", push({}), matched({ repositoryIds: [], serviceCount: 0 }), "repository_unknown"],
  ["a repository without a service", push({}), matched({ serviceCount: 0 }), "no_service"],
  ["a service without a stage", push({}), matched({}), "no_matching_branch"],
  ["another branch", push({ ref: "refs/heads/feature/main" }), matched({ stages: [dev] }), "no_matching_branch"],
  ["a stage that does not deploy by itself", push({}), matched({ stages: [{ ...dev, autoDeploy: false }] }), "auto_deploy_off"],
  ["the branch of a stage", push({}), matched({ stages: [dev] }), "deployed"],
])("%s", (_name, event, found, reason) => {
  const decision = decidePush(event, found);
  expect(decision.reason).toBe(reason);
  expect(decision.message).not.toBe("");
});

test("deploys the stages that follow the branch and want to, and no other", () => {
  const stages = [dev, { ...dev, stage: "qa", autoDeploy: false }, { ...dev, stage: "prod", branch: "release" }, { ...dev, stage: "test" }];
  expect(decidePush(push({}), matched({ stages }))).toEqual({ reason: "deployed", stages: [dev, { ...dev, stage: "test" }], message: "Deploys shop/dev, shop/test." });
});
