import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { readQueue } from "@windlass/operations/deployment/read-queue";
import { requestDeployment } from "@windlass/operations/deployment/request-deployment";
import { updateStage } from "@windlass/operations/stage/update-stage";
import { bubblewrapProgram } from "@windlass/local-services/bubblewrap";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { testBuilds } from "../testing/in-process-worker.js";
import { sampleService } from "../testing/sample-service.js";
import { openTestWorld, type TestWorld } from "../testing/test-world.js";
import type { BuildSettings } from "./build-settings.js";
import { findIsolation } from "./isolation/find-isolation.js";

let world: TestWorld;
let outside: string;
let isolated: BuildSettings;

beforeAll(async () => {
  await bubblewrapProgram();
  isolated = { ...testBuilds, isolation: await findIsolation("auto") };
  world = await openTestWorld({ databaseUrl: inject("databaseUrl"), redisUrl: inject("redisUrl"), sandboxUrl: inject("sandboxUrl"), redisDatabase: 7 });
  outside = await mkdtemp(join(tmpdir(), "windlass-outside-"));
  await writeFile(join(outside, "secret.json"), '{"secret":"of the server"}');
});
afterAll(async () => {
  await world.close();
  await rm(outside, { recursive: true, force: true });
});

/** Deploys with a worker that builds so. */
async function deploy(builds: BuildSettings, service: string, options: { trust?: "untrusted" } = {}) {
  const worker = await world.startWorker({ builds });
  const { id } = await requestDeployment(world.context, { stage: { service, stage: "dev" } });
  if (options.trust) await world.db.prisma.deployment.update({ where: { id }, data: { options: { trust: options.trust } } });
  const ended = await world.waitForEnd(id);
  const expected = builds.isolation.kind === "none" ? builds.isolation.reason : null;
  expect((await readQueue(world.context)).builds).toEqual([{ host: hostname(), isolation: builds.isolation.kind, reason: expected }]);
  await worker.stop();
  expect((await readQueue(world.context)).builds).toEqual([]);
  return ended;
}

describe("a deployment whose build is isolated", () => {
  const script = `
    import { execFileSync } from "node:child_process";
    import { readdirSync } from "node:fs";
    console.log("user", process.getuid(), "sees", readdirSync("/").join());
    console.log("commit", execFileSync("git", ["log", "-1", "--format=%s"], { encoding: "utf8" }));
    await fetch("http://169.254.169.254/latest/meta-data/").then(() => console.log("METADATA"), () => console.log("no metadata"));
    try { execFileSync("curl", ["--silent", "--fail", "https://example.com/"], { stdio: "ignore" }); } catch {}
  `;
  const buildCommand = ["node", "build.mjs"];

  it("builds, knows its history, and logs what it asked for and may not reach", async () => {
    const { name } = await world.addService({ ...sampleService("v1"), "build.mjs": script }, { buildCommand });
    const ended = await deploy(isolated, name);
    expect(ended).toMatchObject({ state: "succeeded", error: null });
    const log = (await world.log(ended)).join("\n");
    expect(log).toMatch(/user [1-9]\d* sees /);
    expect(log).not.toMatch(/sees .*(home|root|work|data|opt|srv|var)/);
    expect(log).toContain("commit First");
    expect(log).toContain("no metadata");
    expect(log).not.toContain("METADATA");
    expect(log).not.toContain("This build is not isolated");
  });

  it("runs a config that is code in the same place, with no way to the server's files", async () => {
    const config = (read: string) => `import { readFileSync } from "node:fs";
      ${read}
      export default { service: "sample", provider: { name: "aws", runtime: "nodejs22.x", environment: { TEXT: text } }, functions: { hello: { handler: "hello.handler" } } };`;
    const files = sampleService("v1");
    delete files["serverless.yml"];
    const reading = await world.addService({ ...files, "serverless.mjs": config(`const text = readFileSync("${outside}/secret.json", "utf8");`) });
    expect(await deploy(isolated, reading.name)).toMatchObject({ state: "failed", error: { code: "config_invalid", message: expect.stringContaining("ENOENT") } });
    const importing = await world.addService({ ...files, "serverless.ts": config(`import secret from "${outside}/secret.json"; const text = secret.secret;`) });
    expect(await deploy(isolated, importing.name)).toMatchObject({ state: "failed", error: { code: "config_invalid", message: expect.stringContaining("outside the repository") } });
    const fine = await world.addService({ ...files, "serverless.ts": config(`const text: string = String(process.getuid?.());`) });
    expect(await deploy(isolated, fine.name)).toMatchObject({ state: "succeeded" });
  });

  it("gives code of strangers no parameter and no value of the account", async () => {
    const config = (value: string) => ({ ...sampleService("v1"), "serverless.yml": `${sampleService("v1")["serverless.yml"]}    environment:\n      VALUE: ${value}\n` });
    const parameters = await world.addService(config("${param:apiKey, 'none'}"));
    const change = { parameters: [{ name: "apiKey", secret: false, value: "shown" }] };
    await updateStage(world.context, { stage: { service: parameters.name, stage: "dev" }, change, keyring: world.keyring });
    const release = async (id: string) => (await world.db.prisma.deployment.findUniqueOrThrow({ where: { id }, include: { release: true } })).release?.template ?? "";
    expect(await release((await deploy(isolated, parameters.name)).id)).toContain('"VALUE":"shown"');
    expect(await release((await deploy(isolated, parameters.name, { trust: "untrusted" })).id)).toContain('"VALUE":"none"');
    const asking = await world.addService(config("${ssm:/prod/password}"));
    expect(await deploy(isolated, asking.name, { trust: "untrusted" })).toMatchObject({ state: "failed", error: { code: "config_invalid", message: expect.stringContaining("without write access") } });
  });
});

describe("a server that cannot isolate builds", () => {
  it("says so in the log of a trusted one, and refuses the others", async () => {
    const { name } = await world.addService(sampleService("v1"), { buildCommand: ["true"] });
    const trusted = await deploy(testBuilds, name);
    expect(trusted).toMatchObject({ state: "succeeded" });
    expect((await world.log(trusted)).join("\n")).toContain("This build is not isolated");
    expect(await deploy(testBuilds, name, { trust: "untrusted" })).toMatchObject({ state: "failed", error: { code: "build_not_isolated", hint: expect.stringContaining("bubblewrap") } });
    expect(await deploy({ ...testBuilds, isolationRequired: true }, name)).toMatchObject({ state: "failed", error: { code: "build_not_isolated" } });
  });
});
