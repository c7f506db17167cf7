import { readdir, readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { invokeFunction } from "@windlass/aws/functions/invoke-function";
import { listStackResources } from "@windlass/aws/stacks/list-stack-resources";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestRemoval } from "@windlass/operations/deployment/request-removal";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";

const directory = fileURLToPath(new URL("../../fixtures/corpus/", import.meta.url));

/**
 * Services of the corpus, whose templates equal the reference's: which events they have, the functions that are called,
 * and the paths that are asked of their APIs. The emulator has no WebSocket deployments, Kinesis consumers and MSK
 * clusters, so that no service with those is here.
 */
const services = [
  { folder: "own-alexa", stack: "alexa-all-dev", events: "alexaSkill, alexaSmartHome", functions: 3 },
  { folder: "own-app-alb-service", stack: "alb-service-dev", events: "alb", functions: 2 },
  { folder: "own-cloudwatch-event", stack: "cw-event-dev", events: "cloudwatchEvent", functions: 2 },
  { folder: "own-cognito-userpool", stack: "cup-new-dev", events: "cognitoUserPool", functions: 4 },
  { folder: "own-http-authorizer-with-alias", stack: "http-auth-alias-dev", events: "http with an authorizer, aliases", functions: 2 },
  { folder: "own-http-cors-variants", stack: "http-cors-dev", events: "http with CORS", functions: 1, api: "restApi", paths: ["/default", "/origins", "/any"] },
  { folder: "own-http-shorthand-and-paths", stack: "http-paths-dev", events: "http with path parameters", functions: 1, api: "restApi", paths: ["/users", "/users/7", "/users/7/files/a/b"] },
  { folder: "own-httpapi-cors-true", stack: "httpapi-cors-true-dev", events: "httpApi with CORS", functions: 2, api: "httpApi", paths: ["/a"] },
  { folder: "own-httpapi-options", stack: "httpapi-options-dev", events: "httpApi with payloads 1.0 and 2.0", functions: 2, api: "httpApi", paths: ["/a", "/b"] },
  { folder: "own-min-iot", stack: "min-iot-dev", events: "iot", functions: 1 },
  { folder: "own-min-rabbitmq", stack: "min-rabbitmq-dev", events: "rabbitmq, Python", functions: 1 },
  { folder: "own-min-role-per-function", stack: "min-fn-role-dev", events: "sqs, a role of its own", functions: 2 },
  { folder: "own-min-s3-two-functions", stack: "min-s3-dev", events: "s3", functions: 2 },
];

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl"), redisDatabase: 10 });
  await world.startWorker();
});
afterAll(() => world.close());

describe("services of the corpus on the sandbox", () => {
  it("are all that the folder has", async () => {
    expect((await readdir(directory)).sort()).toEqual(services.map(({ folder }) => folder));
  });

  it.each(services)("$folder ($events) is deployed, answers and is removed", async ({ folder, stack, functions, api, paths = [] }) => {
    const { name } = await world.addService(await filesOf(join(directory, folder)));
    const stage = { service: name, stage: "dev" };
    const deployed = await world.waitForEnd((await requestDeployment(world.context, { stage })).id);
    expect(deployed).toMatchObject({ state: "succeeded", error: null });

    const resources = await listStackResources(world.aws, { stackName: stack });
    const names = resources.flatMap(({ resourceType, physicalId }) => (resourceType === "AWS::Lambda::Function" && physicalId ? [physicalId] : []));
    expect(names).toHaveLength(functions);
    for (const functionName of names) expect(await answerOf(functionName)).toEqual({ statusCode: 200, body: "ok" });
    const endpoint = deployed.endpoints.find(({ kind }) => kind === api)?.url;
    for (const path of paths) expect(await world.call(endpoint, path)).toBe("ok");

    const removed = await world.waitForEnd((await requestRemoval(world.context, { stage, confirm: "dev" })).id);
    expect(removed).toMatchObject({ state: "succeeded", error: null });
    expect(await listStackResources(world.aws, { stackName: stack })).toEqual([]);
  });
});

async function answerOf(functionName: string): Promise<unknown> {
  const { payload, functionError } = await invokeFunction(world.aws, { functionName, payload: "{}" });
  return functionError ?? JSON.parse(payload);
}

async function filesOf(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [relative(folder, path), await readFile(path, "utf8")] as const)));
}
