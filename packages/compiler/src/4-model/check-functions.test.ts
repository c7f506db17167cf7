import { expect, it } from "vitest";
import type { JsonObject } from "@windlass/cloudformation/template";
import { checkConfig } from "../3-check/check-config.js";
import { CompileError } from "../diagnostic.js";
import { buildModel } from "./build-model.js";

function problemsOf(functions: JsonObject): string[] {
  const { config } = checkConfig({ service: "shop", provider: { name: "aws" }, functions }, "dev");
  try {
    buildModel(config, { stage: "dev", region: "us-east-1", configFile: "serverless.yml" });
    return [];
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return error.problems.map(({ code, path = [] }) => `${code} ${path.join(".")}`);
  }
}

const durable = { handler: "a.b", durableConfig: { executionTimeout: 1000 } };

it.each<[string, JsonObject, string[]]>([
  ["a durable function on its own", durable, []],
  ["an old runtime", { ...durable, runtime: "python3.12" }, ["conflict functions.f.runtime"]],
  ["destinations", { ...durable, destinations: { onFailure: "arn:aws:sqs:us-east-1:1:q" } }, ["conflict functions.f.destinations"]],
  ["retries", { ...durable, maximumRetryAttempts: 0 }, ["conflict functions.f.maximumRetryAttempts"]],
  ["a queue and a long time", { ...durable, events: [{ sqs: "arn:aws:sqs:us-east-1:1:q" }] }, ["conflict functions.f.durableConfig"]],
  ["snapStart of Node", { ...durable, snapStart: true }, ["conflict functions.f.snapStart"]],
  ["snapStart with storage", { ...durable, runtime: "java21", snapStart: true, ephemeralStorageSize: 513 }, ["conflict functions.f.snapStart"]],
  ["snapStart with provisioned concurrency", { handler: "a.b", snapStart: true, provisionedConcurrency: 1 }, ["conflict functions.f.snapStart"]],
  ["no code", { description: "none" }, ["function_target functions.f"]],
  ["two kinds of code", { handler: "a.b", image: "one" }, ["function_target functions.f.image"]],
])("checks a function with %s", (_, config, expected) => {
  expect(problemsOf({ f: config })).toEqual(expected);
});

it("lets a function send to one under a condition only under the same one", () => {
  const target = { handler: "a.b", condition: "IsProd" };
  const sender = (more: JsonObject): JsonObject => ({ handler: "a.b", destinations: { onSuccess: "target" }, ...more });
  expect(problemsOf({ target, sender: sender({}) })).toEqual(["conflict functions.sender.destinations.onSuccess"]);
  expect(problemsOf({ target, sender: sender({ condition: "IsProd" }) })).toEqual([]);
});
