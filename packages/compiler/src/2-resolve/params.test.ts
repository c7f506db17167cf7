import { expect, it } from "vitest";
import { compile } from "../compile.js";
import { memoryFiles } from "../testing/memory-files.js";

it("takes a parameter from the command, then from the stage, then from the default, of either form", async () => {
  const config = {
    service: "params",
    stages: { default: { params: { a: "stages.default", b: "stages.default" } }, dev: { params: { a: "stages.dev" } }, prod: { params: { a: "${env:ONLY_IN_PROD}" } } },
    params: { default: { b: "params.default", c: "params.default", d: "params.default", e: null }, dev: { b: "params.dev" }, prod: { a: "${ssm:/only/in/prod}" } },
    provider: { name: "aws" },
    functions: { x: { handler: "a.b", description: "${param:a} ${param:b} ${param:c} ${param:d} ${param:e, 'fallback'}" } },
  };
  const files = memoryFiles({ "serverless.json": JSON.stringify(config), "a.js": "" });
  const result = await compile({ files, stage: "dev", region: "us-east-1", missingHandlers: "warning", params: { d: "command" } });
  expect(result.ok && result.template.Resources["XLambdaFunction"]?.Properties?.["Description"]).toBe("stages.dev params.dev params.default command fallback");
});
