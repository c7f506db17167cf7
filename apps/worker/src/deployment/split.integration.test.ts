import { listStackResources } from "@windlass/aws/stacks/list-stack-resources";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestRemoval } from "@windlass/operations/deployment/request-removal";
import { requestRollback } from "@windlass/operations/deployment/request-rollback";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl"), redisDatabase: 15 });
  await world.startWorker();
});
afterAll(() => world.close());

const handler = "exports.handler = async () => ({ statusCode: 200, body: 'ok' });\n";
const config = (name: string, { split, functions }: { split: string; functions: string[] }): string => `service: ${name}
provider: { name: aws, runtime: nodejs22.x, environment: { TABLE: !Ref Table } }
custom: { windlass: { split: ${split} } }
functions:
${functions.map((key) => `  ${key}:\n    handler: index.handler\n    events: [{ http: GET /${key} }, { sqs: { arn: !GetAtt Queue.Arn } }]\n`).join("")}
resources:
  Resources:
    Queue: { Type: AWS::SQS::Queue }
    Table:
      Type: AWS::DynamoDB::Table
      Properties: { BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{ AttributeName: id, AttributeType: S }], KeySchema: [{ AttributeName: id, KeyType: HASH }] }
`;

async function deploy(service: string) {
  const deployment = await world.waitForEnd((await requestDeployment(world.context, { stage: { service, stage: "dev" } })).id);
  expect(deployment).toMatchObject({ state: "succeeded", error: null });
  return deployment;
}

/** Types of the resources of a stack, by the logical id of the nested stack that they are in, or `root`. */
async function resourcesOf(stackName: string): Promise<Record<string, string[]>> {
  const root = await listStackResources(world.aws, { stackName });
  const nested = root.filter(({ resourceType, status }) => resourceType === "AWS::CloudFormation::Stack" && status !== "DELETE_COMPLETE");
  const inner = await Promise.all(nested.map(async ({ logicalId, physicalId }) => [logicalId, await listStackResources(world.aws, { stackName: physicalId ?? "" })] as const));
  return Object.fromEntries([["root", root] as const, ...inner].map(([name, resources]) => [name, resources.map(({ logicalId }) => logicalId)]));
}

describe("a split service on the sandbox", () => {
  it.each(["type", "function", "2"])("by %s is deployed, answers, has nothing to change when nothing changed, and is removed", async (split) => {
    const stack = `split-${split}-dev`;
    const { name } = await world.addService({ "index.js": handler, "serverless.yml": config(`split-${split}`, { split, functions: ["one", "two"] }) });
    const deployed = await deploy(name);
    const url = deployed.endpoints.find(({ kind }) => kind === "restApi")?.url;
    for (const path of ["/one", "/two"]) expect(await world.call(url, path)).toBe("ok");
    const resources = await resourcesOf(stack);
    expect(Object.keys(resources).length).toBeGreaterThan(2);
    expect(resources["root"]).toEqual(expect.arrayContaining(["Table", "Queue", "OneLogGroup", "ApiGatewayRestApi"]));
    expect(resources["root"]).not.toContain("OneLambdaFunction");
    expect((await deploy(name)).planCounts).toEqual({ added: 0, changed: 0, replaced: 0, removed: 0 });
    const removed = await world.waitForEnd((await requestRemoval(world.context, { stage: { service: name, stage: "dev" }, confirm: "dev" })).id);
    expect(removed).toMatchObject({ state: "succeeded", error: null });
    expect(await listStackResources(world.aws, { stackName: stack })).toEqual([]);
  });

  it("leaves what is deployed where it is, puts what is new into nested stacks, and is rolled back", async () => {
    const { name, repository } = await world.addService({ "index.js": handler, "serverless.yml": config("split-later", { split: "false", functions: ["one"] }) });
    await deploy(name);
    await repository.commit("Split", { "serverless.yml": config("split-later", { split: "type", functions: ["one", "two"] }) });
    const split = await deploy(name);
    const resources = await resourcesOf("split-later-dev");
    expect(resources["root"]).toEqual(expect.arrayContaining(["OneLambdaFunction", "OneLambdaPermissionApiGateway", "ApiGatewayMethodOneGet"]));
    expect(resources["FunctionsNestedStack"]).toEqual(["TwoLambdaFunction"]);
    const url = split.endpoints.find(({ kind }) => kind === "restApi")?.url;
    for (const path of ["/one", "/two"]) expect(await world.call(url, path)).toBe("ok");
    await repository.commit("Third", { "serverless.yml": config("split-later", { split: "type", functions: ["one", "two", "three"] }) });
    await deploy(name);
    const stage = { service: name, stage: "dev" };
    const back = await world.waitForEnd((await requestRollback(world.context, { stage, to: split.number })).id);
    expect(back).toMatchObject({ state: "succeeded", error: null });
    expect((await resourcesOf("split-later-dev"))["FunctionsNestedStack"]).toEqual(["TwoLambdaFunction"]);
  });
});
