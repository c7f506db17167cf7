import { createBucketByHand, deleteBucketByHand } from "@windlass/aws/testing/bucket-by-hand";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import type { Deployment } from "@windlass/contracts/deployment";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestRemoval } from "@windlass/operations/deployment/request-removal";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { smallService } from "../faults/small-service.js";
import { openAwsProxy, type AwsProxy } from "../testing/aws-proxy.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";

let proxy: AwsProxy;
let world: TestWorld;

beforeAll(async () => {
  proxy = await openAwsProxy(inject("sandboxUrl"));
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl"), endpointUrl: proxy.url, redisDatabase: 20 });
  await world.startWorker({ reconcileMs: 1_000 });
});
afterAll(async () => {
  await world.close();
  await proxy.close();
});

const bucket = `leftover-${process.pid}-files`;
const resources = `    Files:
      Type: AWS::S3::Bucket
      Properties: { BucketName: ${bucket} }
`;
const findings = ({ results }: Deployment) => results.removal?.items.map(({ name, state }) => [name, state]);

it("looks again for what a removal left, until it is gone", async () => {
  const { name } = await world.addService(smallService("v1", "leftover", { resources }));
  const stage = { service: name, stage: "dev" };
  const remove = () => requestRemoval(world.context, { stage, confirm: "dev", retain: [] });
  expect(await world.waitForEnd((await requestDeployment(world.context, { stage })).id)).toMatchObject({ state: "succeeded" });

  // The stack is gone, and its worker does not know yet: somebody makes the bucket anew.
  const deletion = proxy.holdNext("DeleteStack");
  const first = await remove();
  await deletion.reached;
  await createBucketByHand(world.aws, bucket);
  deletion.release();
  const left = { state: "failed", error: { code: "removal_incomplete", message: expect.stringContaining(bucket) } };
  expect(await world.waitForEnd(first.id)).toMatchObject(left);
  expect(await describeStack(world.aws, "leftover-dev")).toBeNull();

  const second = await world.waitForEnd((await remove()).id);
  expect(second).toMatchObject(left);
  expect(findings(second)).toEqual([[bucket, "left"]]);

  await deleteBucketByHand(world.aws, bucket);
  const third = await world.waitForEnd((await remove()).id);
  expect(third).toMatchObject({ state: "succeeded", error: null });
  expect((await world.log(third)).join("\n")).toContain("Looked again for what an earlier removal had left: 1 thing, all gone.");
  await expect(remove()).rejects.toMatchObject({ code: "not_deployed" });
});
