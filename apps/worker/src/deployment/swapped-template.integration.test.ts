import { deleteObjects } from "@windlass/aws/artifacts/delete-objects";
import { bucketName } from "@windlass/aws/artifacts/ensure-bucket";
import { objectUrl } from "@windlass/aws/artifacts/object-url";
import { uploadObjects } from "@windlass/aws/artifacts/upload-objects";
import { getCallerIdentity } from "@windlass/aws/identity/get-caller-identity";
import { createChangeSet } from "@windlass/aws/stacks/create-change-set";
import { deleteChangeSet } from "@windlass/aws/stacks/delete-change-set";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import type { Deployment } from "@windlass/contracts/deployment";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { smallService } from "../faults/small-service.js";
import { openAwsProxy, type AwsProxy } from "../testing/aws-proxy.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";

let proxy: AwsProxy;
let world: TestWorld;
let bucket: string;

beforeAll(async () => {
  proxy = await openAwsProxy(inject("sandboxUrl"));
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl"), endpointUrl: proxy.url, redisDatabase: 19 });
  bucket = bucketName((await getCallerIdentity(world.aws)).awsAccountId, "us-east-1");
  await world.startWorker({ reconcileMs: 1_000 });
});
afterAll(async () => {
  await world.close();
  await proxy.close();
});

/** What nobody checked: a topic that the service does not have. */
const theirs = JSON.stringify({ Resources: { Theirs: { Type: "AWS::SNS::Topic" } } });

async function put(key: string): Promise<void> {
  // What is there under its hash is not uploaded again.
  await deleteObjects(world.aws, { bucket, keys: [key] });
  await uploadObjects(world.aws, { bucket, objects: [{ key, body: theirs, contentType: "application/json" }] });
}

/** Deploys, and does something in the account while the deployment waits, in that state, for the answer to a call. */
async function deployAround(service: string, point: { state: Deployment["state"]; call: string }, meddle: (deployment: Deployment) => Promise<void>): Promise<Deployment> {
  const { name } = await world.addService(smallService("v1", service));
  let held = proxy.holdNext(point.call);
  const { id } = await requestDeployment(world.context, { stage: { service: name, stage: "dev" } });
  for (;;) {
    await held.reached;
    const deployment = await world.waitFor(id, () => true);
    const { release } = held;
    if (deployment.state === point.state) await meddle(deployment);
    else held = proxy.holdNext(point.call);
    release();
    if (deployment.state === point.state) return world.waitForEnd(id);
  }
}

async function expectRefused(deployment: Deployment, stackName: string): Promise<void> {
  expect(deployment).toMatchObject({ state: "failed", error: { code: "change_set_failed", message: expect.stringMatching(/another template|is gone/), hint: expect.stringContaining("CloudTrail") } });
  expect(proxy.actions).not.toContain("ExecuteChangeSet");
  expect((await describeStack(world.aws, stackName))?.status ?? "REVIEW_IN_PROGRESS").toBe("REVIEW_IN_PROGRESS");
}

// PROOFS S16
describe("a template that is swapped between its check and its execution", () => {
  it("is not executed when a change set of the same name has taken the place of the planned one", async () => {
    const stackName = "swapped-set-dev";
    const deployment = await deployAround("swapped-set", { state: "deploying", call: "DescribeStackEvents" }, async ({ id }) => {
      const changeSetName = `windlass-${id}`;
      await deleteChangeSet(world.aws, { stackName, changeSetName });
      await put("theirs.json");
      const made = await createChangeSet(world.aws, { stackName, changeSetName, templateUrl: objectUrl(world.aws, { bucket, key: "theirs.json" }), clientToken: "theirs", operation: "create" });
      expect(made).toMatchObject({ outcome: "ready", changes: [{ logicalId: "Theirs" }] });
    });
    await expectRefused(deployment, stackName);
  });

  it("is not executed when the object in the bucket was another as the change set was made", async () => {
    const deployment = await deployAround("swapped-object", { state: "planning", call: "DescribeStacks" }, async (planning) => {
      const key = (await world.log(planning)).map((line) => /^Uploaded (\S+\/templates\/\S+\.json)/.exec(line)?.[1]).find((found) => found !== undefined);
      await put(key ?? "none");
    });
    expect(deployment.planCounts).toMatchObject({ added: 1 });
    await expectRefused(deployment, "swapped-object-dev");
  });
});
