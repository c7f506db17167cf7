import { PutObjectCommand } from "@aws-sdk/client-s3";
import { CreateStackCommand } from "@aws-sdk/client-cloudformation";
import { BatchGetImageCommand, CreateRepositoryCommand, ECRClient, PutImageCommand } from "@aws-sdk/client-ecr";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { ensureBucket } from "../artifacts/ensure-bucket.js";
import { putParameter } from "../testing/put-parameter.js";
import { openSandboxSession } from "../testing/sandbox-account.js";
import { readValue } from "./read-value.js";
import { clientConfig } from "./value-clients.js";
import type { ValueRequest } from "./value-request.js";

const session = openSandboxSession(inject("sandboxUrl"));
const { awsAccountId, region } = session;
let bucket: string;
beforeAll(async () => {
  ({ bucket } = await ensureBucket(session, { awsAccountId }));
});
afterAll(() => session.close());

const read = (request: ValueRequest) => readValue(session, request);

it("reads parameters of each type, with their version", async () => {
  await putParameter(session, { name: "/a/text", value: "one", type: "String" });
  await putParameter(session, { name: "/a/text", value: "two", type: "String" });
  await putParameter(session, { name: "/a/list", value: "x,y", type: "StringList" });
  await putParameter(session, { name: "/a/secret", value: "hush", type: "SecureString" });
  expect(await read({ source: "ssm", region, name: "/a/text" })).toEqual({ value: "two", type: "String", version: "2", secret: false });
  expect(await read({ source: "ssm", region, name: "/a/list" })).toMatchObject({ value: "x,y", type: "StringList" });
  expect(await read({ source: "ssm", region, name: "/a/secret" })).toMatchObject({ value: "hush", type: "SecureString", secret: true });
  expect(await read({ source: "ssm", region, name: "/a/none" })).toBeNull();
  expect(await read({ source: "ssm", region: "us-west-2", name: "/a/text" })).toBeNull();
});

it("reads outputs of stacks, objects and the account's id", async () => {
  const TemplateBody = JSON.stringify({ Resources: { Q: { Type: "AWS::SQS::Queue" } }, Outputs: { Name: { Value: "from-a-stack" } } });
  await session.cloudFormation.send(new CreateStackCommand({ StackName: "values", TemplateBody }));
  await session.s3.send(new PutObjectCommand({ Bucket: bucket, Key: "conf/limit.txt", Body: "100" }));
  expect(await read({ source: "cf", region, stack: "values", output: "Name" })).toEqual({ value: "from-a-stack" });
  expect(await read({ source: "cf", region, stack: "values", output: "None" })).toBeNull();
  expect(await read({ source: "cf", region, stack: "no-such-stack", output: "Name" })).toBeNull();
  expect(await read({ source: "s3", bucket, key: "conf/limit.txt" })).toMatchObject({ value: "100" });
  expect(await read({ source: "s3", bucket, key: "conf/none.txt" })).toBeNull();
  expect(await read({ source: "aws", name: "accountId" })).toEqual({ value: awsAccountId });
});

it("reads the digest of an image", async () => {
  const ecr = new ECRClient(clientConfig(session, region));
  await ecr.send(new CreateRepositoryCommand({ repositoryName: "team/app" }));
  const imageManifest = JSON.stringify({ schemaVersion: 2, mediaType: "application/vnd.oci.image.manifest.v1+json", config: {}, layers: [] });
  await ecr.send(new PutImageCommand({ repositoryName: "team/app", imageTag: "1.0", imageManifest }));
  const { images } = await ecr.send(new BatchGetImageCommand({ repositoryName: "team/app", imageIds: [{ imageTag: "1.0" }] }));
  ecr.destroy();
  const digest = images?.[0]?.imageId?.imageDigest ?? "none";
  expect(digest).toMatch(/^sha256:/);
  const request = { source: "ecr", region, registryId: awsAccountId, repository: "team/app" } as const;
  expect(await read({ ...request, tag: "1.0" })).toEqual({ value: digest });
  expect(await read({ ...request, tag: "2.0" })).toBeNull();
  expect(await read({ ...request, repository: "team/none", tag: "1.0" })).toBeNull();
});

it("says what could not be read, and why", async () => {
  const nowhere = { region, endpointUrl: "http://127.0.0.1:9", credentials: session.credentials };
  await expect(readValue(nowhere, { source: "ssm", region, name: "/a/text" })).rejects.toMatchObject({
    code: "account_unreachable",
    message: expect.stringContaining("Could not read the parameter /a/text in eu-central-1") as string,
  });
});
