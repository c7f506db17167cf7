import { countVersions } from "@windlass/aws/artifacts/count-versions";
import { uploadObjects } from "@windlass/aws/artifacts/upload-objects";
import { describeStack } from "@windlass/aws/stacks/describe-stack";
import { readRemoval } from "@windlass/aws/stacks/read-removal";
import { deleteStack } from "@windlass/aws/stacks/delete-stack";
import { putParameter } from "@windlass/aws/testing/put-parameter";
import type { Deployment } from "@windlass/contracts/deployment";
import { secretMask } from "@windlass/contracts/resolved-config";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { requestRemoval } from "@windlass/operations/deployment/request-removal";
import { requestRollback } from "@windlass/operations/deployment/request-rollback";
import { updateStage } from "@windlass/operations/stage/update-stage";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { openContent } from "@windlass/operations/release/release-content";
import { sampleService } from "../testing/sample-service.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";

let world: TestWorld;

beforeAll(async () => {
  world = await openTestWorld({
    databaseUrl: inject("databaseUrl"),
    redisUrl: inject("redisUrl"),
    sandboxUrl: inject("sandboxUrl"),
    redisDatabase: 11,
  });
  await world.startWorker();
});
afterAll(() => world.close());

const deploy = async (service: string, ref?: string) => {
  const { id } = await requestDeployment(world.context, { stage: { service, stage: "dev" }, ...(ref === undefined ? {} : { ref }) });
  return world.waitForEnd(id);
};

const failingResource = `resources:
  Resources:
    Impossible:
      Type: Custom::Impossible
      Properties:
        ServiceToken: arn:aws:lambda:us-east-1:000000000000:function:nobody
`;

const adminRole = `resources:
  Resources:
    Admin:
      Type: AWS::IAM::Role
      Properties:
        AssumeRolePolicyDocument:
          Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }]
        Policies:
          - PolicyName: all
            PolicyDocument: { Statement: [{ Effect: Allow, Action: "*", Resource: "*" }] }
`;

describe("a service's life", () => {
  it("is deployed, changed, rolled back and removed, and answers what was deployed last", async () => {
    const { name, repository } = await world.addService(sampleService("v1"));
    const stage = { service: name, stage: "dev" };

    const first = await deploy(name);
    expect(first).toMatchObject({ state: "succeeded", error: null, release: 1, planCounts: { changed: 0, replaced: 0, removed: 0 } });
    expect(first.steps.map((step) => `${step.name} ${step.state}`)).toEqual([
      "checkout succeeded",
      "build skipped",
      "compile succeeded",
      "check succeeded",
      "publish succeeded",
      "plan succeeded",
      "approve skipped",
      "apply succeeded",
      "verify succeeded",
      "guard skipped",
      "finish succeeded",
    ]);
    expect(await world.call(first.endpoints[0]?.url, "/hello")).toBe("v1");
    const events = await world.events(first);
    expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter((event) => event.kind === "state").map((event) => event.payload.to)).toEqual([
      "queued",
      "preparing",
      "planning",
      "deploying",
      "verifying",
      "succeeded",
    ]);
    expect(events.some((event) => event.kind === "stack" && event.payload.logicalId === "HelloLambdaFunction")).toBe(true);

    await repository.commit("v2", sampleService("v2"));
    const second = await deploy(name);
    expect(second).toMatchObject({ state: "succeeded", commit: { message: "v2", author: "Ada" } });
    expect(await world.call(second.endpoints[0]?.url, "/hello")).toBe("v2");

    const unchanged = await deploy(name);
    expect(unchanged).toMatchObject({ state: "succeeded", planCounts: { added: 0, changed: 0, replaced: 0, removed: 0 } });
    expect(unchanged.steps.find((step) => step.name === "apply")?.state).toBe("skipped");
    expect(unchanged.steps.find((step) => step.name === "compile")?.state).toBe("skipped");
    expect(unchanged).toMatchObject({ release: 2, outputs: second.outputs, endpoints: second.endpoints });

    const back = await world.waitForEnd((await requestRollback(world.context, { stage, to: 1 })).id);
    expect(back).toMatchObject({ kind: "rollback", state: "succeeded", release: 1 });
    expect(await world.call(back.endpoints[0]?.url, "/hello")).toBe("v1");

    const removed = await world.waitForEnd((await requestRemoval(world.context, { stage, confirm: "dev" })).id);
    expect(removed).toMatchObject({ kind: "remove", state: "succeeded", error: null });
    expect((await world.db.prisma.stage.findFirstOrThrow({ where: { service: { name } } })).status).toBe("removed");
    expect(await deploy(name)).toMatchObject({ state: "succeeded" });
  });
});

describe("a commit that the stage runs already", () => {
  const compileOf = ({ steps }: Deployment) => steps.find((step) => step.name === "compile")?.state;

  it("is built anew when a parameter is another, when it is asked for, and when AWS gave a part of it", async () => {
    const { name, repository } = await world.addService(sampleService("v1"));
    const stage = { service: name, stage: "dev" };
    expect(compileOf(await deploy(name))).toBe("succeeded");
    const same = await deploy(name);
    expect(same).toMatchObject({ release: 1, state: "succeeded" });
    expect(compileOf(same)).toBe("skipped");
    const asked = await world.waitForEnd((await requestDeployment(world.context, { stage, rebuild: true })).id);
    expect(asked).toMatchObject({ release: 3 });
    await updateStage(world.context, { stage, keyring: world.keyring, change: { parameters: [{ name: "colour", value: "red", secret: true }] } });
    expect(await deploy(name)).toMatchObject({ release: 4 });
    await putParameter(world.aws, { name: "/hello/greeting", value: "hi", type: "String" });
    await repository.commit("asks AWS", sampleService("v2", "    environment: { GREETING: '${ssm:/hello/greeting}' }\n"));
    expect(await deploy(name)).toMatchObject({ release: 5 });
    expect(await deploy(name)).toMatchObject({ release: 6 });
  });

  it("is brought back when somebody else has deleted its stack", async () => {
    const { name } = await world.addService(sampleService("v1", "", "deleted-behind"));
    await deploy(name);
    await deleteStack(world.aws, { stackName: "deleted-behind-dev", clientRequestToken: "somebody-else" });
    const back = await deploy(name);
    expect(back).toMatchObject({ release: 1, state: "succeeded" });
    expect(back.planCounts?.added).toBeGreaterThan(0);
    expect(await world.call(back.endpoints[0]?.url, "/hello")).toBe("v1");
  });
});

describe("bad ends", () => {
  it("names the first failed resource and its place when CloudFormation refuses it, and deploys again afterwards (F26)", async () => {
    const { name, repository } = await world.addService(sampleService("v1"));
    expect(await deploy(name)).toMatchObject({ state: "succeeded" });
    await repository.commit("broken", sampleService("v2", failingResource));
    const broken = await deploy(name);
    expect(broken).toMatchObject({ state: "rolled_back", error: { code: "stack_failed", resource: { logicalId: "Impossible" } } });
    expect(broken.error?.resource?.reason).not.toBe("");
    expect(broken.steps.slice(6).map((step) => step.state)).toEqual(["skipped", "failed", "skipped", "skipped", "skipped"]);
    expect(broken.error?.resource?.place).toMatchObject({ file: "serverless.yml", line: expect.any(Number) });
    expect((await world.log(broken)).at(-1)).toContain("Impossible");
    expect((await world.db.prisma.stage.findFirstOrThrow({ where: { service: { name } } })).status).toBe("live");
    await repository.commit("repaired", sampleService("v3"));
    const repaired = await deploy(name);
    expect(repaired).toMatchObject({ state: "succeeded" });
    expect(await world.call(repaired.endpoints[0]?.url, "/hello")).toBe("v3");
  });

  it("cleans up after a first create that failed, and deploys again", async () => {
    const { name, repository } = await world.addService(sampleService("v1", failingResource));
    const broken = await deploy(name);
    expect(broken).toMatchObject({ state: "rolled_back", error: { code: "stack_failed", resource: { logicalId: "Impossible" } } });
    await repository.commit("repaired", sampleService("v1"));
    expect(await deploy(name)).toMatchObject({ state: "succeeded" });
  });

  it("is blocked by a mandatory rule, which is named, with the findings kept", async () => {
    const { name } = await world.addService(sampleService("v1", adminRole));
    const blocked = await deploy(name);
    expect(blocked).toMatchObject({ state: "failed", error: { code: "policy_blocked", message: expect.stringContaining("admin-wildcard") } });
    const findings = await world.db.prisma.finding.findMany({ where: { release: { deployments: { some: { id: blocked.id } } }, outcome: "fail" } });
    expect(findings).toContainEqual(expect.objectContaining({ rule: "admin-wildcard", level: "mandatory" }));
    expect(blocked.steps.find((step) => step.name === "check")?.state).toBe("failed");
    expect((await world.db.prisma.stage.findFirstOrThrow({ where: { service: { name } } })).status).toBe("never_deployed");
  });

  it("says which line of the config is wrong", async () => {
    const files = sampleService("v1");
    const { name, repository } = await world.addService({ ...files, "serverless.yml": `${files["serverless.yml"]}  broken: [\n` });
    expect(await deploy(name)).toMatchObject({
      state: "failed",
      error: { code: "config_invalid", places: [{ file: "serverless.yml", line: expect.any(Number), column: expect.any(Number) }] },
    });
    await repository.commit("unknown variable", { "serverless.yml": `${files["serverless.yml"]}custom:\n  x: \${nonsense:y}\n` });
    expect(await deploy(name)).toMatchObject({ error: { code: "config_invalid", message: expect.stringContaining("nonsense") } });
    await repository.commit("no handler", { "serverless.yml": files["serverless.yml"] ?? "", "hello.mjs": null });
    expect(await deploy(name)).toMatchObject({ error: { code: "config_invalid", message: expect.stringContaining("hello") } });
    await repository.commit("no config", { "serverless.yml": null, "README.md": "x" });
    expect(await deploy(name)).toMatchObject({ error: { code: "config_not_found" } });
  });

  it("says what is wrong with the repository, the ref or the directory", async () => {
    const { name, repository } = await world.addService(sampleService("v1"));
    expect(await deploy(name, "nope")).toMatchObject({ state: "failed", error: { code: "ref_not_found", message: expect.stringContaining("nope") } });
    await world.db.prisma.service.update({ where: { name }, data: { rootDirectory: "missing" } });
    expect(await deploy(name)).toMatchObject({ state: "failed", error: { code: "directory_not_found" } });
    await repository.remove();
    const unreachable = await deploy(name);
    expect(unreachable).toMatchObject({ state: "failed", error: { code: "repository_unreachable", message: expect.stringContaining(repository.path) } });
    expect(unreachable.steps.map((step) => step.state)).toEqual(["failed", ...Array.from({ length: 10 }, () => "skipped")]);
  });

  it("says that an account's credentials are not complete", async () => {
    const { name } = await world.addService(sampleService("v1"));
    const account = await world.db.prisma.awsAccount.create({
      data: { id: crypto.randomUUID(), name: `half-${name}`, kind: "keys", defaultRegion: "us-east-1", accessKeyId: "AKIAIOSFODNN7EXAMPLE" },
    });
    await world.db.prisma.stage.updateMany({ where: { service: { name } }, data: { accountId: account.id } });
    expect(await deploy(name)).toMatchObject({ state: "failed", error: { code: "credentials_refused" } });
  });
});

describe("building", () => {
  const withBuild = (script: string) => ({ ...sampleService("v1"), "build.mjs": script });
  const buildCommand = ["node", "build.mjs"];

  it("runs the service's command, keeps its output, and deploys what it made", async () => {
    const script = `import { writeFileSync } from "node:fs";
      console.log("building", process.env.WINDLASS_STAGE, Object.keys(process.env).filter((name) => /DATABASE|REDIS|AWS|MASTER/.test(name)).length);
      console.error("a warning");
      writeFileSync("hello.mjs", 'export const handler = async () => ({ statusCode: 200, body: "built" });');`;
    const { name } = await world.addService(withBuild(script), { buildCommand });
    const built = await deploy(name);
    expect(built).toMatchObject({ state: "succeeded" });
    expect(await world.log(built)).toEqual(expect.arrayContaining(["$ node build.mjs", "building dev 0", "a warning"]));
    expect(await world.call(built.endpoints[0]?.url, "/hello")).toBe("built");
  });

  it("ends the deployment when the command fails, with its last lines in the log", async () => {
    const { name } = await world.addService(withBuild('console.log("no such thing"); process.exit(2);'), { buildCommand });
    const failed = await deploy(name);
    expect(failed).toMatchObject({ state: "failed", error: { code: "build_failed", message: expect.stringContaining("exit code 2") } });
    expect(await world.log(failed)).toContain("no such thing");
  });

  it("says when the program is not there", async () => {
    const { name } = await world.addService(sampleService("v1"), { buildCommand: ["no-such-program-anywhere"] });
    expect(await deploy(name)).toMatchObject({ state: "failed", error: { code: "build_failed", message: expect.stringContaining("no-such-program-anywhere") } });
  });

  it("never shows a secret parameter, in whatever form it is printed (S09)", async () => {
    const secret = "kJ8#pass/word+x=";
    const script = `const s = "kJ8#pass" + "/word+x=";
      process.stdout.write("split " + s.slice(0, 7)); setTimeout(() => process.stdout.write(s.slice(7) + " end\\n"), 60);
      console.error(Buffer.from("user:" + s).toString("base64"), encodeURIComponent(s), JSON.stringify({ s }));`;
    const { name } = await world.addService({ ...withBuild(script.replaceAll("\\\\n", "\\n")) }, { buildCommand });
    await updateStage(world.context, {
      stage: { service: name, stage: "dev" },
      keyring: world.keyring,
      change: { parameters: [{ name: "password", value: secret, secret: true }] },
    });
    const deployment = await deploy(name);
    const stored = await world.db.prisma.event.findMany({ where: { deploymentId: deployment.id } });
    const text = JSON.stringify(stored);
    expect(text).toContain("split *** end");
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64").slice(2, -4)]) expect(text).not.toContain(form);
  });
});

describe("values that AWS has", () => {
  it("are asked of the stage's account, kept with where they came from, and secret ones are shown nowhere", async () => {
    const secret = "hunter2-of-the-database";
    const extra = "    environment: { TABLE: '${ssm:/shop/table}', GREETING: '${self:custom.greeting}' }\ncustom:\n  greeting: ${ssm:/shop/greeting}\n";
    const { name } = await world.addService(sampleService("v1", extra));
    await putParameter(world.aws, { name: "/shop/table", value: "orders", type: "String" });
    await putParameter(world.aws, { name: "/shop/greeting", value: secret, type: "SecureString" });
    const deployment = await deploy(name);
    expect(deployment).toMatchObject({ state: "succeeded", error: null });
    const release = await world.db.prisma.release.findFirstOrThrow({ where: { deployments: { some: { id: deployment.id } } } });
    expect(release.template).not.toContain(secret);
    expect(JSON.stringify(release.resolvedConfig)).not.toContain(secret);
    expect(openContent(release, world.keyring).template.replaceAll(secret, "***")).toBe(release.template);
    expect(release.resolvedConfig).toMatchObject({
      file: "serverless.yml",
      value: { functions: { hello: { environment: { TABLE: "orders", GREETING: secretMask } } } },
      origins: { "/functions/hello/environment/TABLE": [{ variable: "${ssm:/shop/table}", source: "ssm", version: "1", secret: false }] },
    });
    expect(JSON.stringify(await world.events(deployment))).not.toContain(secret);
  });
});

describe("a removal of a stage that holds data", () => {
  const holding = `    disableLogs: true
resources:
  Resources:
    Table:
      Type: AWS::DynamoDB::Table
      Properties:
        BillingMode: PAY_PER_REQUEST
        AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
        KeySchema: [{ AttributeName: id, KeyType: HASH }]
    Files:
      Type: AWS::S3::Bucket
`;
  const remove = async (stage: { service: string; stage: string }, more: { retain?: string[]; emptyBuckets?: string[] }) =>
    world.waitForEnd((await requestRemoval(world.context, { stage, confirm: "dev", ...more })).id);

  it("keeps the data unless told otherwise, empties only what it is told to, and looks whether anything is left", async () => {
    const { name } = await world.addService(sampleService("v1", holding, "holding"));
    const stage = { service: name, stage: "dev" };
    const deployed = await deploy(name);
    await world.call(deployed.endpoints[0]?.url, "/hello");
    const preview = await readRemoval(world.aws, { stackName: "holding-dev" });
    const files = preview.resources.find(({ id }) => id === "Files");
    const bucket = files?.physicalId ?? "";
    await uploadObjects(world.aws, { bucket, objects: [{ key: "a.txt", body: "a" }] });
    expect(files).toMatchObject({ stateful: true, retained: true, choice: true });
    expect(preview.resources.find(({ resourceType }) => resourceType === "AWS::Logs::LogGroup")).toMatchObject({ id: "/aws/lambda/holding-dev-hello", outside: true });

    const refused = await remove(stage, { retain: [] });
    expect(refused).toMatchObject({ state: "failed", error: { code: "removal_incomplete", message: expect.stringContaining("Files (1 object versions). Nothing was changed.") } });
    expect(await describeStack(world.aws, "holding-dev")).toMatchObject({ status: "CREATE_COMPLETE" });

    const kept = await remove(stage, {});
    expect(kept).toMatchObject({ state: "succeeded", error: null });
    const found = kept.results.removal?.items.filter(({ kind }) => kind !== "stack").map(({ kind, logicalId, name: what, state }) => `${state} ${kind} ${logicalId ?? what}`);
    expect(found?.toSorted()).toEqual([
      "gone bucket ServerlessDeploymentBucket",
      "gone log_group /aws/lambda/holding-dev-hello",
      "retained bucket Files",
      "retained resource Table",
    ]);
    expect(await describeStack(world.aws, "holding-dev")).toBeNull();
    expect(await countVersions(world.aws, { bucket })).toMatchObject({ versions: 1 });

    await deploy(name);
    const again = (await readRemoval(world.aws, { stackName: "holding-dev" })).resources.find(({ id }) => id === "Files")?.physicalId ?? "";
    await uploadObjects(world.aws, { bucket: again, objects: [{ key: "b.txt", body: "b" }] });
    const gone = await remove(stage, { retain: [], emptyBuckets: ["Files"] });
    expect(gone).toMatchObject({ state: "succeeded" });
    expect(gone.results.removal?.items.every(({ state }) => state === "gone")).toBe(true);
    expect(await countVersions(world.aws, { bucket: again })).toBeNull();
  });
});
