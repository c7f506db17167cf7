import { createServer } from "node:net";
import { once } from "node:events";
import { afterEach, expect, inject, it } from "vitest";
import { ensureBucket } from "./artifacts/ensure-bucket.js";
import { getCallerIdentity } from "./identity/get-caller-identity.js";
import { openSession } from "./session.js";
import { openSessionPool } from "./session-pool.js";
import { describeStack } from "./stacks/describe-stack.js";
import { openAwsDouble, type DoubleReply } from "./testing/aws-double.js";
import { openSandboxSession } from "./testing/sandbox-account.js";

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

it("tells who it is", async () => {
  const session = openSandboxSession(inject("sandboxUrl"));
  closing.push(() => session.close());
  expect(await getCallerIdentity(session)).toEqual({
    awsAccountId: session.awsAccountId,
    arn: expect.stringContaining(`:${session.awsAccountId}:`),
  });
});

it("assumes a role of another account with the external id", async () => {
  process.env["AWS_ACCESS_KEY_ID"] = "123456789012";
  process.env["AWS_SECRET_ACCESS_KEY"] = "x";
  closing.push(() => {
    delete process.env["AWS_ACCESS_KEY_ID"];
    delete process.env["AWS_SECRET_ACCESS_KEY"];
  });
  const pool = openSessionPool();
  closing.push(() => pool.close());
  const roleArn = "arn:aws:iam::210987654321:role/Windlass";
  const access = { kind: "role", roleArn, externalId: "external-1", endpointUrl: inject("sandboxUrl") } as const;
  const session = pool.session(access, "eu-west-1");
  expect(await getCallerIdentity(session)).toMatchObject({ awsAccountId: "210987654321" });
  expect(pool.session({ ...access }, "eu-west-1")).toBe(session);
  expect(pool.session(access, "eu-west-2")).not.toBe(session);
  expect(pool.session({ ...access, externalId: "external-2" }, "eu-west-1")).not.toBe(session);
});

it.each([
  ["InvalidClientTokenId", 403, "The security token included in the request is invalid.", "credentials_refused"],
  ["SignatureDoesNotMatch", 403, "The request signature we calculated does not match", "credentials_refused"],
  ["ExpiredToken", 403, "The security token included in the request is expired", "credentials_refused"],
  ["AccessDenied", 403, "User: x is not authorized to perform: cloudformation:DescribeStacks on resource: y", "aws_denied"],
  ["AccessDenied", 403, "User: x is not authorized to perform: sts:AssumeRole on resource: y", "credentials_refused"],
  ["InternalFailure", 500, "Something broke", "aws_error"],
])("says what %s (%i, %s) means", async (code, status, message, expected) => {
  const reply: DoubleReply = { error: { code, message, status } };
  const aws = await openAwsDouble({ DescribeStacks: () => reply });
  const session = openSession({ kind: "keys", accessKeyId: "AKIAEXAMPLE", secretAccessKey: "x", endpointUrl: aws.url }, "eu-central-1");
  closing.push(() => session.close(), () => aws.close());
  await expect(describeStack(session, "x")).rejects.toMatchObject({
    name: "WindlassError",
    code: expected,
    message: expect.stringContaining(message),
  });
});

it("says that an endpoint cannot be reached", async () => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;
  server.close();
  await once(server, "close");
  for (const endpointUrl of [`http://127.0.0.1:${port}`, "http://windlass.invalid"]) {
    const session = openSession({ kind: "keys", accessKeyId: "AKIAEXAMPLE", secretAccessKey: "x", endpointUrl }, "eu-central-1");
    closing.push(() => session.close());
    await expect(getCallerIdentity(session)).rejects.toMatchObject({ code: "account_unreachable" });
  }
});

it("says that the server itself has no credentials", async () => {
  const names = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_EC2_METADATA_DISABLED", "AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"];
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) delete process.env[name];
  Object.assign(process.env, { AWS_EC2_METADATA_DISABLED: "true", AWS_SHARED_CREDENTIALS_FILE: "/nowhere", AWS_CONFIG_FILE: "/nowhere" });
  closing.push(() => {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  });
  const session = openSession({ kind: "ambient", endpointUrl: inject("sandboxUrl") }, "eu-central-1");
  closing.push(() => session.close());
  await expect(getCallerIdentity(session)).rejects.toMatchObject({ code: "credentials_refused" });
});

it("does not use a bucket of that name that another account made first", async () => {
  const [owner, victim] = [openSandboxSession(inject("sandboxUrl")), openSandboxSession(inject("sandboxUrl"))];
  closing.push(() => owner.close(), () => victim.close());
  await ensureBucket(owner, { awsAccountId: victim.awsAccountId });
  await expect(ensureBucket(victim, { awsAccountId: victim.awsAccountId })).rejects.toMatchObject({ name: "WindlassError" });
});
