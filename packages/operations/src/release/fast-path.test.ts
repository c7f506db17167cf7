import { stageSettingsSchema } from "@windlass/contracts/stage-settings";
import { stackSettingsSchema, type Artifact } from "@windlass/contracts/release";
import { expect, it } from "vitest";
import { findFastPath, type FastPathInput } from "./fast-path.js";

const artifact = (name: string, hash: string): Artifact => ({ name, kind: "function", hash, sizeBytes: 1, bucket: "b", key: `${hash}.zip`, functions: [name] });
const summary = (name: string) => ({ name, logicalId: name, functionName: `orders-dev-${name}`, runtime: null, handler: null, memoryMb: null, timeoutSeconds: null, events: [] });

function release(number: number, hashes: Record<string, string>, more: object = {}): FastPathInput["current"] {
  const names = Object.keys(hashes);
  const resources = names.map((name) => [name, { Type: "AWS::Lambda::Function", Properties: { Code: { S3Bucket: "b", S3Key: `${hashes[name]}.zip` } } }]);
  return {
    number,
    template: JSON.stringify({ Resources: { ...Object.fromEntries(resources), ...more } }),
    artifacts: names.map((name) => artifact(name, hashes[name] ?? "")),
    functions: names.map(summary),
    stackName: "orders-dev",
    stackTags: {},
    stackSettings: stackSettingsSchema.parse({}),
    capabilities: [],
  };
}
const current = release(2, { api: "a2", jobs: "j" });
const target = release(1, { api: "a1", jobs: "j" });
const input: FastPathInput = { current, target, swapped: [], stage: { status: "live", settings: stageSettingsSchema.parse({}) } };
const swapped = { name: "jobs", functionName: "orders-dev-jobs", code: { bucket: "b", key: "x.zip", hash: "x" }, left: [], release: 0, stackRelease: 2, deployment: 3 };

it("names the functions whose code differs, and what they run until then", () => {
  expect(findFastPath(input)).toEqual({
    possible: true,
    functions: [{ name: "api", functionName: "orders-dev-api", logicalId: "api", code: { bucket: "b", key: "a1.zip", hash: "a1" }, before: { bucket: "b", key: "a2.zip", hash: "a2" } }],
  });
});

it("takes functions along that run a third release's code, though the two releases agree on them", () => {
  const found = findFastPath({ ...input, swapped: [swapped] });
  expect(found).toMatchObject({ possible: true, functions: [{ name: "api" }, { name: "jobs", code: { hash: "j" }, before: { hash: "x" } }] });
});

it.each<[string, Partial<FastPathInput>]>([
  ["did not end well", { stage: { ...input.stage, status: "failed" } }],
  ["shifts traffic", { stage: { status: "live", settings: stageSettingsSchema.parse({ canary: { steps: [10, 100], stepSeconds: 60 } }) } }],
  ["tags or settings differ", { target: { ...target, stackTags: { team: "shop" } } }],
  ["Queue differs", { target: release(1, { api: "a1", jobs: "j" }, { Queue: { Type: "AWS::SQS::Queue" } }) }],
  ["not one of the service's functions", { target: { ...target, functions: [summary("jobs")] } }],
  ["No function's code differs", { target: { ...current, number: 1 } }],
])("is not taken, and says why: %s", (reason, change) => {
  expect(findFastPath({ ...input, ...change })).toEqual({ possible: false, reason: expect.stringContaining(reason) });
});
