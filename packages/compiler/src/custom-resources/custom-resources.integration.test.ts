import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { Json, JsonObject } from "@windlass/cloudformation/template";
import { customResourcePrograms } from "../packaging/custom-resources.js";

// The reference brings the AWS SDK that Lambda brings in its runtimes.
const root = dirname(createRequire(import.meta.url).resolve("../../../../package.json"));
const runner = fileURLToPath(new URL("testing/run-requests.mjs", import.meta.url));
const region = "eu-central-1";

/** Stands for the number of the account: names of buckets are one space for all of them. */
const accountId = "ACCOUNT_ID";
type Scenario = { kind: string; set: JsonObject; requests: JsonObject[] };
type State = { answer: JsonObject } & JsonObject;

describe.skipIf(inject("sandboxUrl") === undefined)("custom resources leave what the reference's leave", () => {
  let reference: string;
  let ours: string;
  beforeAll(async () => {
    reference = await realpath(join(root, "node_modules/osls"));
    ours = await mkdtemp(join(tmpdir(), "windlass-custom-"));
    await symlink(dirname(reference), join(ours, "node_modules"));
    for (const { name, text: program } of await customResourcePrograms()) {
      await mkdir(dirname(join(ours, name)), { recursive: true });
      await writeFile(join(ours, name), program);
    }
  });
  afterAll(() => rm(ours, { recursive: true, force: true }));

  async function both(scenario: Scenario): Promise<State[]> {
    // An account each, so that neither finds what the other made; in what is compared they have the same number.
    const [account, other] = [newAccount(), newAccount()];
    const resources = join(reference, "lib/plugins/aws/custom-resources/resources");
    const sdkHome = dirname(reference);
    const [theirs, states] = await Promise.all([run(scenario, { directory: resources, sdkHome, account }), run(scenario, { directory: ours, sdkHome, account: other })]);
    const compared: State[] = JSON.parse(JSON.stringify(states).replaceAll(other, account));
    expect(compared).toEqual(theirs);
    return compared;
  }

  it("s3: rules, a renamed function, a renamed bucket, and buckets that share a statement", async () => {
    const config = (Event: string, ...Rules: JsonObject[]): JsonObject => ({ Event, Rules });
    // Ids of statements are cut at 100 characters: those of the two buckets are the same.
    const [fn, fnTwo] = ["fn-one".padEnd(60, "x"), "fn-two".padEnd(60, "x")];
    const bucket = `bucket-${accountId}-${"x".repeat(24)}-one`;
    const other = `bucket-${accountId}-${"x".repeat(24)}-two`;
    const one = { FunctionName: fn, BucketName: bucket, BucketConfigs: [config("s3:ObjectCreated:*", { Prefix: "up/" }, { Suffix: ".jpg" }), config("s3:ObjectRemoved:*")] };
    const forced = { ...one, BucketConfigs: [config("s3:ObjectCreated:Put")], ForceDeploy: "2" };
    const renamed = { ...one, FunctionName: fnTwo };
    const moved = { ...renamed, BucketName: other };
    const states = await both({
      kind: "s3",
      set: { buckets: [bucket, other], functions: [fn, fnTwo] },
      requests: [...history([one, forced, renamed, moved]), remove(moved), remove(moved)],
    });
    expect(states.map(({ answer }) => answer["Status"])).toEqual(Array(6).fill("SUCCESS"));
    expect(JSON.stringify(states[3]?.["policies"])).toContain("-two");
  });

  it("s3: two functions on one bucket, each with its own notifications", async () => {
    const of = (FunctionName: string): JsonObject => ({ FunctionName, BucketName: `shared-${accountId}`, BucketConfigs: [{ Event: "s3:ObjectCreated:*", Rules: [] }] });
    const requests = [create(of("fn")), create(of("fn-two")), update(of("fn"), { ...of("fn"), ForceDeploy: "1" }), remove(of("fn"))];
    const states = await both({ kind: "s3", set: { buckets: [`shared-${accountId}`], functions: ["fn", "fn-two"] }, requests });
    expect(JSON.stringify(states[3]?.["buckets"])).toContain("fn-two-");
    expect(JSON.stringify(states[3]?.["buckets"])).toContain("someone-else");
  });

  it("s3: a function that is called through its alias", async () => {
    const aliased = { FunctionName: "fn", FunctionQualifier: "provisioned", BucketName: `aliased-${accountId}`, BucketConfigs: [{ Event: "s3:ObjectCreated:*" }] };
    const requests = [create(aliased), update(aliased, { ...aliased, ForceDeploy: "1" }), remove(aliased)];
    const states = await both({ kind: "s3", set: { buckets: [`aliased-${accountId}`], functions: ["fn"] }, requests });
    expect(JSON.stringify(states[1]?.["buckets"])).toContain(":function:fn:provisioned");
  });

  it("s3: a bucket or a function that is gone, or never was", async () => {
    const target = { FunctionName: "fn", BucketName: `there-${accountId}`, BucketConfigs: [{ Event: "s3:ObjectCreated:*", Rules: [] }] };
    const absent = { ...target, BucketName: `never-was-${accountId}` };
    const requests = [create(absent), remove(absent), create(target), { lose: { bucket: `there-${accountId}` } }, remove(target), { lose: { functionName: "fn" } }, remove(target), create(target)];
    const states = await both({ kind: "s3", set: { buckets: [`there-${accountId}`], functions: ["fn"] }, requests });
    expect(states.map(({ answer }) => answer["Status"])).toEqual(["FAILED", "SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS", "FAILED"]);
  });

  it("cognitoUserPool: triggers of every shape, an alias, another function, another pool", async () => {
    const key = `arn:aws:kms:${region}:1:key/k`;
    const one = { FunctionName: "fn", UserPoolName: "My Pool", UserPoolConfigs: [{ Trigger: "PreSignUp" }, { Trigger: "CustomEmailSender", LambdaVersion: "V1_0", KMSKeyID: key }] };
    const token = { ...one, UserPoolConfigs: [{ Trigger: "PreTokenGeneration", LambdaVersion: "V2_0" }, { Trigger: "CustomMessage" }] };
    const renamed = { ...one, FunctionName: "fn-two", FunctionQualifier: "provisioned" };
    const moved = { ...renamed, UserPoolName: "my pool" };
    const foreign = { PostConfirmation: `arn:aws:lambda:${region}:1:function:foreign` };
    const pools = ["My Pool", "my pool"].map((PoolName) => ({ PoolName, lambdaConfig: foreign, Policies: { PasswordPolicy: { MinimumLength: 9 } }, AdminCreateUserConfig: { AllowAdminCreateUserOnly: true } }));
    const requests = [...history([one, token, renamed, moved]), remove(moved), create({ ...one, UserPoolName: "never was" }), remove({ ...one, UserPoolName: "never was" })];
    const states = await both({ kind: "cognito-user-pool", set: { pools, functions: ["fn", "fn-two"] }, requests });
    expect(states.map(({ answer }) => answer["Status"])).toEqual([...Array(5).fill("SUCCESS"), "FAILED", "SUCCESS"]);
    expect(JSON.stringify(states[4]?.["pools"])).toContain(":foreign");
  });

  it("apiGatewayCloudWatchRole: a role that is missing is made, one that is named is taken", async () => {
    const named = { RoleArn: "arn:aws:iam::1:role/mine" };
    await both({ kind: "api-gateway-cloud-watch-role", set: { role: true }, requests: [create(named), update(named, {}), remove({})] });
    // The emulator words the error of a missing role in another way than AWS, which the reference does not understand.
    const scenario = { kind: "api-gateway-cloud-watch-role", set: { role: true }, requests: [create({}), create({}), create(named)] };
    const states = await run(scenario, { directory: ours, sdkHome: dirname(reference), account: newAccount() });
    expect(states.map(({ answer }) => answer["Status"])).toEqual(Array(3).fill("SUCCESS"));
    expect(JSON.stringify(states[1]?.["role"])).toContain("AmazonAPIGatewayPushToCloudWatchLogs");
    expect(JSON.stringify(states[2]?.["role"])).toContain("role/mine");
  });
});

const newAccount = (): string => String(randomInt(100_000_000_000, 999_999_999_999));
const create = (ResourceProperties: JsonObject): JsonObject => ({ RequestType: "Create", ResourceProperties });
const update = (OldResourceProperties: JsonObject, ResourceProperties: JsonObject): JsonObject => ({ RequestType: "Update", ResourceProperties, OldResourceProperties });
const remove = (ResourceProperties: JsonObject): JsonObject => ({ RequestType: "Delete", ResourceProperties });

/** One resource from its first properties to its last. */
function history(properties: JsonObject[]): JsonObject[] {
  return properties.map((one, index) => {
    const before = properties[index - 1];
    return before ? update(before, one) : create(one);
  });
}

type Run = { directory: string; sdkHome: string; account: string };

async function run({ kind, set, requests }: Scenario, { directory, sdkHome, account }: Run): Promise<State[]> {
  const env = { PATH: process.env["PATH"], AWS_ENDPOINT_URL: inject("sandboxUrl"), AWS_REGION: region, AWS_ACCESS_KEY_ID: account, AWS_SECRET_ACCESS_KEY: "x" };
  const child = spawn(process.execPath, [runner, join(directory, kind, "handler.js"), sdkHome], { env, stdio: ["pipe", "pipe", "pipe"] });
  child.stdin.end(JSON.stringify({ set, requests }).replaceAll(accountId, account));
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  const line = output.split("\n").find((candidate) => candidate.startsWith("@@"));
  if (line === undefined) throw new Error(`The handler's process ended early:\n${output}\n${errors}`);
  const states: Json = JSON.parse(line.slice(2));
  return states as State[];
}
