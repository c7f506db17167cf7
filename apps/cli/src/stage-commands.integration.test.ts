import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { openSession } from "@windlass/aws/session";
import { tamperFunction } from "@windlass/aws/testing/tamper-function";
import { createTestDatabase } from "@windlass/database/test-database";
import { administrator, startApi, type ApiProcess } from "@windlass/local-services/testing/api-process";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { runWindlass } from "./testing/run-windlass.js";

let api: ApiProcess;
let env: Record<string, string>;
let folder: string;
const cleanups: (() => unknown)[] = [];
const service = `stages-${process.pid}`;

beforeAll(async () => {
  const database = await createTestDatabase(inject("databaseUrl"));
  folder = await mkdtemp(join(tmpdir(), "windlass-cli-"));
  env = { XDG_CONFIG_HOME: folder };
  cleanups.push(() => database.drop(), () => rm(folder, { recursive: true, force: true }));
  const redisUrl = Object.assign(new URL(inject("redisUrl")), { pathname: "/21" }).toString();
  api = await startApi({ databaseUrl: database.url, redisUrl, sandboxUrl: inject("sandboxUrl") });
  cleanups.push(() => api.stop());
  await api.startWorker();
  await makeRepository(join(folder, "repository"));
  const login = ["login", "--server", api.url, "--email", administrator.email, "--password-stdin"];
  await runWindlass(login, env, { stdin: `${administrator.password}\n` });
  await json("services", "create", service, "--repo", join(folder, "repository"));
  for (const stage of ["dev", "prod"]) await json("stages", "create", service, stage, "--account", "sandbox", "--region", "us-east-1");
  await json("stages", "create", service, "qa", "--account", "sandbox", "--region", "us-east-1", "--branch", "broken");
}, 120_000);
afterAll(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

const windlass = (...args: string[]) => runWindlass(args, env, { cwd: folder });

async function json(...args: string[]) {
  const { code, stdout, stderr } = await windlass(...args, "--json");
  if (code !== 0) throw new Error(`exit code ${code}: ${stderr}${stdout}`);
  return JSON.parse(stdout);
}

/** On `main` a service that deploys, on `broken` one whose first creation CloudFormation undoes. */
async function makeRepository(path: string): Promise<void> {
  const git = (...args: string[]) => promisify(execFile)("git", ["-c", "user.name=Ada", "-c", "user.email=ada@example.com", "-c", "init.defaultBranch=main", "-C", path, ...args]);
  const config = (resources: string) => `service: ${service}
provider: { name: aws, runtime: nodejs22.x, logRetentionInDays: 14 }
functions: { hello: { handler: hello.handler } }
resources: { Resources: { Topic: { Type: "AWS::SNS::Topic" }${resources} } }
`;
  await promisify(execFile)("git", ["-c", "init.defaultBranch=main", "init", "--quiet", path]);
  await writeFile(join(path, "hello.mjs"), "export const handler = async () => ({});\n");
  for (const [branch, resources] of [["main", ""], ["broken", ', Impossible: { Type: "Custom::Impossible", Properties: { ServiceToken: "arn:aws:lambda:us-east-1:000000000000:function:nobody" } }']] as const) {
    if (branch !== "main") await git("switch", "--quiet", "--create", branch);
    await writeFile(join(path, "serverless.yml"), config(resources));
    await git("add", "--all");
    await git("commit", "--quiet", "--message", branch);
  }
  await git("switch", "--quiet", "main");
}

describe("commands for a stage, against a server with a worker", () => {
  it("says how the server is", { timeout: 60_000 }, async () => {
    await expect.poll(() => json("health").catch(() => null), { timeout: 20_000 }).toEqual({ status: "ok", troubles: [], workers: 1 });
    expect((await windlass("health")).stdout).toBe("All is well. 1 worker listens.\n");
  });

  it("sets guards from a file and shares of traffic, and refuses what they cannot be", { timeout: 60_000 }, async () => {
    await writeFile(join(folder, "guards.json"), JSON.stringify({ metrics: [{ metric: "error_rate", maxIncrease: 2, minimumSamples: 50 }], bakeSeconds: 60 }));
    await writeFile(join(folder, "wrong.json"), JSON.stringify({ bakeSeconds: "long" }));
    const guards = { metrics: [{ metric: "error_rate", maxIncrease: 2, minimumSamples: 50 }], bakeSeconds: 60 };
    expect(await json("stages", "guards", service, "prod", "--set-file", "guards.json")).toMatchObject({ guards, canary: null });
    expect(await json("stages", "guards", service, "prod", "--canary", "10,100", "--step-seconds", "30")).toMatchObject({ guards, canary: { steps: [10, 100], stepSeconds: 30 } });
    expect((await windlass("stages", "guards", service, "prod")).stdout).toContain("1 min 0 s");
    for (const [option, value, says] of [["--set-file", "wrong.json", "bakeSeconds"], ["--set-file", "none.json", "cannot be read"], ["--canary", "100,5", "--canary"]] as const) {
      const { code, stderr } = await windlass("stages", "guards", service, "prod", option, value);
      expect([code, stderr]).toEqual([2, expect.stringContaining(says)]);
    }
    await writeFile(join(folder, "none-left.json"), "{}");
    await json("stages", "guards", service, "prod", "--set-file", "none-left.json");
    expect(await json("stages", "guards", service, "prod", "--no-canary")).toMatchObject({ guards: { metrics: [] }, canary: null });
  });

  it("promotes what another stage runs, and nothing that did not succeed", { timeout: 120_000 }, async () => {
    const deployed = await json("deploy", service, "dev", "--wait");
    const promoted = await json("promote", service, "dev", "1", "prod", "--wait");
    expect(promoted).toMatchObject({ stage: "prod", number: 1, state: "succeeded", commit: deployed.commit });
    const refused = await windlass("promote", service, "dev", "7", "prod", "--json");
    expect([refused.code, JSON.parse(refused.stdout).error.code]).toEqual([1, "not_promotable"]);
  });

  it("finds what somebody changed in AWS, and puts back what the release describes", { timeout: 120_000 }, async () => {
    expect((await windlass("drift", service, "dev")).stdout).toContain(`windlass drift ${service} dev --wait`);
    expect(await json("drift", service, "dev", "--wait")).toMatchObject({ result: { functions: { verified: 1, total: 1 }, drifted: false } });
    const aws = openSession({ kind: "sandbox", endpointUrl: inject("sandboxUrl"), accessKeyId: "000000000000" }, "us-east-1");
    cleanups.push(() => aws.close());
    await tamperFunction(aws, `${service}-dev-hello`, { memoryMb: 512 });
    const drifted = await windlass("drift", service, "dev", "--wait");
    expect([drifted.code, drifted.stdout]).toEqual([1, expect.stringMatching(new RegExp(`${service}-dev-hello +memory +1024 +512`))]);
    expect(await json("drift", service, "dev", "--reapply", "--wait")).toMatchObject({ state: "succeeded" });
    expect(await json("drift", service, "dev", "--wait")).toMatchObject({ result: { drifted: false } });
  });

  it("says why a stack is stuck and repairs it, once the stage's name is given", { timeout: 120_000 }, async () => {
    expect((await windlass("deploy", service, "qa", "--wait")).code).toBe(1);
    expect(await json("doctor", service, "qa")).toMatchObject({ status: "ROLLBACK_COMPLETE", action: "delete_failed_create", cause: { logicalId: "Impossible" } });
    expect((await windlass("doctor", service, "qa")).stdout).toContain(`next: windlass doctor ${service} qa --repair`);
    for (const confirm of [[], ["--confirm", "dev"]]) expect((await windlass("doctor", service, "qa", "--repair", ...confirm)).code).toBe(2);
    expect(await json("doctor", service, "qa", "--repair", "--confirm", "qa", "--wait")).toMatchObject({ kind: "repair", state: "succeeded" });
    expect(await json("doctor", service, "qa")).toMatchObject({ action: "deploy" });
    const nothing = await windlass("doctor", service, "dev", "--repair");
    expect([nothing.code, nothing.stderr]).toEqual([2, expect.stringContaining("There is nothing to repair")]);
  });

  it("removes a stage whose name is given, and says what was lost", { timeout: 120_000 }, async () => {
    for (const confirm of [[], ["--confirm", "dev"]]) expect((await windlass("remove", service, "prod", ...confirm)).code).toBe(2);
    const removed = await windlass("remove", service, "prod", "--confirm", "prod", "--wait");
    expect([removed.code, removed.stderr]).toEqual([0, expect.stringContaining("this will be deleted")]);
    expect(removed.stderr).toMatch(/Topic +AWS::SNS::Topic/);
    expect(await json("stages", "show", service, "prod")).toMatchObject({ status: "removed" });
    const again = await windlass("remove", service, "prod", "--yes", "--json");
    expect([again.code, JSON.parse(again.stdout).error.code]).toEqual([1, "not_deployed"]);
  });
});
