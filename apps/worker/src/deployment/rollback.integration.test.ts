import { rm } from "node:fs/promises";
import { readCodeHash, removeObject } from "@windlass/aws/testing/stored-code";
import type { Deployment } from "@windlass/contracts/deployment";
import { createStage } from "@windlass/operations/stage/create-stage";
import { readStage } from "@windlass/operations/stage/read-stage";
import { updateStage } from "@windlass/operations/stage/update-stage";
import { openRollbackPreview } from "@windlass/operations/deployment/preview-rollback";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestPromotion } from "@windlass/operations/deployment/request-promotion";
import { requestRollback } from "@windlass/operations/deployment/request-rollback";
import { requestCancellation } from "@windlass/operations/deployment/request-cancellation";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openAwsProxy, type AwsProxy } from "../testing/aws-proxy.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";
import type { TestRepository } from "../testing/git-repository.js";
import { startWorkerProcess } from "../testing/worker-process.js";

let proxy: AwsProxy;
let world: TestWorld;

beforeAll(async () => {
  proxy = await openAwsProxy(inject("sandboxUrl"));
  world = await openTestWorld({
    databaseUrl: inject("databaseUrl"),
    redisUrl: inject("redisUrl"),
    sandboxUrl: inject("sandboxUrl"),
    endpointUrl: proxy.url,
    redisDatabase: 2,
  });
  await world.startWorker();
});
afterAll(async () => {
  await world.close();
  await proxy.close();
});

const handler = (version: string): string => `export const handler = async () => ({ statusCode: 200, body: ${JSON.stringify(version)} });\n`;

/** Two functions with a zip of their own each, one behind an endpoint. */
function files(service: string, versions: { hello: string; other: string }, memory = 128): Record<string, string> {
  return {
    "serverless.yml": `service: ${service}
provider:
  name: aws
  runtime: nodejs22.x
  logRetentionInDays: 14
  environment:
    LEVEL: \${param:level, 'none'}
package:
  individually: true
  patterns: ["!**"]
functions:
  hello:
    handler: hello.handler
    memorySize: ${memory}
    package: { patterns: ["hello.mjs"] }
    events: [{ httpApi: GET /hello }]
  other:
    handler: other.handler
    package: { patterns: ["other.mjs"] }
`,
    "hello.mjs": handler(versions.hello),
    "other.mjs": handler(versions.other),
  };
}

type Service = { name: string; repository: TestRepository; stage: { service: string; stage: string }; first: Deployment; second: Deployment };

/** A service deployed twice; of the second release only the code is another. */
async function deployedTwice(stackService: string, memory = 128): Promise<Service> {
  const { name, repository } = await world.addService(files(stackService, { hello: "v1", other: "o1" }));
  const stage = { service: name, stage: "dev" };
  const deploy = async (): Promise<Deployment> => world.waitForEnd((await requestDeployment(world.context, { stage })).id);
  const first = await deploy();
  expect(first).toMatchObject({ state: "succeeded", error: null });
  await repository.commit("Second", files(stackService, { hello: "v2", other: "o2" }, memory));
  const second = await deploy();
  expect(second).toMatchObject({ state: "succeeded", error: null });
  return { name, repository, stage, first, second };
}

const answer = (deployment: Deployment): Promise<string> => world.call(deployment.endpoints[0]?.url, "/hello");

const codeOf = (functionName: string): Promise<string> => readCodeHash(world.aws, functionName);

async function hashIn(service: Service, number: number, name: string): Promise<string> {
  const { artifacts } = await world.db.prisma.release.findFirstOrThrow({ where: { number, stage: { service: { name: service.name }, name: "dev" } }, select: { artifacts: true } });
  const found = (artifacts as { hash: string; functions: string[] }[]).find(({ functions }) => functions.includes(name));
  return found?.hash ?? "";
}
const count = (action: string): number => proxy.actions.filter((one) => one === action).length;

/** The change set is made while the code goes back: holding it says nothing of the code. */
const isCodeBack = ({ results }: Deployment): boolean => results.fast != null;

describe("a roll-back of code alone", () => {
  it("has the code back before CloudFormation begins, and without the repository", { timeout: 90_000 }, async () => {
    const service = await deployedTwice("fast");
    await service.repository.remove();
    await rm(`${world.dataDir}/repositories`, { recursive: true, force: true });
    expect(await answer(service.second)).toBe("v2");

    const held = proxy.holdNext("ExecuteChangeSet");
    const { id } = await requestRollback(world.context, { stage: service.stage, to: 1 });
    await held.reached;
    expect(await answer(service.second)).toBe("v1");
    held.release();
    const rollback = await world.waitForEnd(id);
    expect(rollback).toMatchObject({ state: "succeeded", error: null, release: 1, results: { fast: { functions: ["hello", "other"], restoredAt: null } } });
    expect(rollback.results.fast?.afterMs).toBeLessThan(Date.parse(rollback.finishedAt ?? "") - Date.parse(rollback.createdAt));
    const log = await world.log(rollback);
    expect(log.findIndex((line) => line.startsWith("Code is back after"))).toBeLessThan(log.findIndex((line) => line.startsWith("Executing the change set")));
    // CloudFormation agrees: a deployment of that commit finds nothing to change.
    expect(rollback.planCounts?.changed).toBeGreaterThanOrEqual(2);
    expect(await codeOf("fast-dev-hello")).toBe(await hashIn(service, 1, "hello"));
    expect(await readStage(world.context, { stage: service.stage, keyring: world.keyring })).toMatchObject({ release: 1, status: "live", swappedFunctions: [] });
  });

  it("is settled by another worker when the first one dies in between, with one change set", { timeout: 120_000 }, async () => {
    const service = await deployedTwice("crash");
    await world.stopWorkers();
    const executed = count("ExecuteChangeSet");
    const worker = await startWorkerProcess(world.env);
    const held = proxy.holdNext("CreateChangeSet");
    const { id } = await requestRollback(world.context, { stage: service.stage, to: 1 });
    await held.reached;
    const before = await world.waitFor(id, isCodeBack);
    expect(await answer(service.second)).toBe("v1");
    worker.signal("SIGKILL");
    await worker.ended;
    held.release();
    expect(before).toMatchObject({ state: "deploying", results: { fast: { restoredAt: null } } });

    await world.startWorker();
    const rollback = await world.waitForEnd(id);
    expect(rollback).toMatchObject({ state: "succeeded", error: null });
    expect(rollback.results.fast?.codeAt).toBe(before.results.fast?.codeAt);
    expect(count("ExecuteChangeSet") - executed).toBe(1);
    expect((await world.log(rollback)).join("\n")).toContain("takes over");
  });

  it("gives the code back that ran when it is cancelled before the stack follows", { timeout: 90_000 }, async () => {
    const service = await deployedTwice("cancel");
    const held = proxy.holdNext("CreateChangeSet");
    const { id, number } = await requestRollback(world.context, { stage: service.stage, to: 1 });
    await held.reached;
    await world.waitFor(id, isCodeBack);
    expect(await answer(service.second)).toBe("v1");
    await requestCancellation(world.context, { ...service.stage, number });
    await new Promise((resolve) => setTimeout(resolve, 3_500));
    held.release();
    const rollback = await world.waitForEnd(id);
    expect(rollback).toMatchObject({ state: "rolled_back", error: { code: "cancelled" } });
    expect(rollback.results.fast?.restoredAt).not.toBeNull();
    expect(await answer(service.second)).toBe("v2");
    expect(await readStage(world.context, { stage: service.stage, keyring: world.keyring })).toMatchObject({ release: 2, status: "live" });
  });
});

describe("a roll-back of more than code", () => {
  it("is planned from the stored releases, with its parameters, and CloudFormation puts it back", { timeout: 90_000 }, async () => {
    const service = await deployedTwice("plain", 256);
    const setLevel = (value: string) =>
      updateStage(world.context, { stage: service.stage, keyring: world.keyring, change: { parameters: [{ name: "level", value, secret: true }] } });
    await setLevel("first-secret-value");
    await world.waitForEnd((await requestDeployment(world.context, { stage: service.stage })).id);
    await setLevel("second-secret-value");
    await world.waitForEnd((await requestDeployment(world.context, { stage: service.stage })).id);

    const { preview } = await openRollbackPreview(world.context, { stage: service.stage, to: 3, keyring: world.keyring });
    expect(preview.fast).toMatchObject({ possible: false, reason: expect.stringContaining("LEVEL differs") });
    expect(preview.parameters).toEqual({ known: true, different: [{ name: "level", secret: true, change: "changed", releaseVersion: 1, currentVersion: 2 }] });
    const environment = preview.resources.find(({ logicalId }) => logicalId === "HelloLambdaFunction")?.properties;
    expect(environment).toEqual([{ path: "Environment.Variables.LEVEL", requiresRecreation: "never", before: "***", after: "***" }]);
    expect(JSON.stringify(preview)).not.toContain("secret-value");
    const { preview: older } = await openRollbackPreview(world.context, { stage: service.stage, to: 1, keyring: world.keyring });
    expect(older.functions.map(({ name }) => name)).toEqual(["hello", "other"]);
    expect(older.resources.find(({ logicalId }) => logicalId === "HelloLambdaFunction")?.properties.map(({ path }) => path)).toContain("MemorySize");

    const rollback = await world.waitForEnd((await requestRollback(world.context, { stage: service.stage, to: 1 })).id);
    expect(rollback).toMatchObject({ state: "succeeded", error: null, results: {} });
    expect(await answer(service.second)).toBe("v1");
  });

  it("names the artifact that the bucket no longer has, and changes nothing", { timeout: 90_000 }, async () => {
    const service = await deployedTwice("missing");
    const { artifacts } = await openRollbackPreview(world.context, { stage: service.stage, to: 1, keyring: world.keyring });
    for (const artifact of artifacts.filter(({ functions }) => functions.includes("other"))) await removeObject(world.aws, artifact);
    const rollback = await world.waitForEnd((await requestRollback(world.context, { stage: service.stage, to: 1 })).id);
    expect(rollback).toMatchObject({ state: "failed", error: { code: "artifact_missing", message: expect.stringContaining("other") } });
    expect(await answer(service.second)).toBe("v2");
  });
});

describe("one function alone", () => {
  it("gets its code, the stage says so, and the next deployment ends the difference", { timeout: 120_000 }, async () => {
    const service = await deployedTwice("single", 256);
    await expect(requestRollback(world.context, { stage: service.stage, to: 1, functions: ["nobody"] })).rejects.toMatchObject({ code: "invalid_request", message: expect.stringContaining("nobody") });
    const executed = count("CreateChangeSet");
    const { id } = await requestRollback(world.context, { stage: service.stage, to: 1, functions: ["hello"] });
    const alone = await world.waitForEnd(id);
    expect(alone).toMatchObject({ kind: "function", state: "succeeded", options: { functions: ["hello"] }, results: { functions: { release: 1, stackRelease: 2 } } });
    expect(alone.results.functions?.functions).toMatchObject([{ name: "hello", left: expect.arrayContaining(["MemorySize"]) }]);
    expect(count("CreateChangeSet")).toBe(executed);
    expect(await answer(service.second)).toBe("v1");
    expect(await codeOf("single-dev-other")).toBe(await hashIn(service, 2, "other"));
    const stage = () => readStage(world.context, { stage: service.stage, keyring: world.keyring });
    expect(await stage()).toMatchObject({ release: 2, swappedFunctions: [{ name: "hello", release: 1, stackRelease: 2, deployment: 3 }] });
    await expect(requestRollback(world.context, { stage: service.stage, to: 1, functions: ["hello"] })).rejects.toMatchObject({ code: "conflict" });

    const settled = await world.waitForEnd((await requestDeployment(world.context, { stage: service.stage })).id);
    expect(settled).toMatchObject({ state: "succeeded", planCounts: { changed: 0 } });
    expect(await answer(service.second)).toBe("v2");
    expect(await stage()).toMatchObject({ release: 4, swappedFunctions: [] });
  });
});

describe("a promotion", () => {
  it("brings the same bytes, the very objects, to the other stage and proves it", { timeout: 90_000 }, async () => {
    const service = await deployedTwice("promoted");
    await createStage(world.context, { keyring: world.keyring, service: service.name, stage: { name: "prod", account: "sandbox", region: "us-east-1", autoDeploy: false } });
    await service.repository.commit("Third, not promoted", files("promoted", { hello: "v3", other: "o3" }));
    const to = { service: service.name, stage: "prod" };
    await expect(requestPromotion(world.context, { to, from: "prod", number: 1 })).rejects.toMatchObject({ code: "not_promotable" });
    await expect(requestPromotion(world.context, { to, from: "dev", number: 9 })).rejects.toMatchObject({ code: "not_promotable" });
    const promoted = await world.waitForEnd((await requestPromotion(world.context, { to, from: "dev", number: 2 })).id);
    expect(promoted).toMatchObject({ kind: "deploy", state: "succeeded", commit: { sha: service.second.commit?.sha }, options: { promotedFrom: { stage: "dev", number: 2 } } });
    expect(await answer(promoted)).toBe("v2");
    const { promotion } = promoted.results;
    expect(promotion).toMatchObject({ stage: "dev", number: 2, release: 2, differences: [], moreDifferences: 0 });
    expect(promotion?.artifacts).toMatchObject([
      { name: "hello", identical: true, sameObject: true, hash: await hashIn(service, 2, "hello") },
      { name: "other", identical: true, sameObject: true },
    ]);
    expect(await codeOf("promoted-prod-hello")).toBe(await codeOf("promoted-dev-hello"));
    // A deployment of that commit by itself takes the code from where it is: nothing changes.
    const again = await world.waitForEnd((await requestDeployment(world.context, { stage: to, ref: promoted.commit?.sha })).id);
    expect(again).toMatchObject({ state: "succeeded", planCounts: { added: 0, changed: 0, replaced: 0, removed: 0 } });
  });
});
