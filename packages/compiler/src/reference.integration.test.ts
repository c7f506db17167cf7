import { spawn } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JsonObject } from "@windlass/cloudformation/template";
import { normalizeTemplate } from "./testing/normalize-template.js";
import { compileSample, sampleEnvironment, sampleNames, sampleRegion, samplesDirectory, sampleStage } from "./testing/samples.js";

// The reference is a development dependency of the repository's root.
const root = dirname(createRequire(import.meta.url).resolve("../../../package.json"));
const reference = join(root, "node_modules/osls/bin/serverless.js");
const update = process.env["UPDATE_SAMPLES"] === "1";
const timeLimitMs = 60_000;

/** Answers like an account in which nothing was deployed yet: packaging a layer asks for the stack. */
let account: Server;
beforeAll(async () => {
  account = createServer((_request, response) => {
    response.writeHead(400, { "content-type": "text/xml" });
    response.end("<ErrorResponse><Error><Type>Sender</Type><Code>ValidationError</Code><Message>Stack with id sample does not exist</Message></Error></ErrorResponse>");
  });
  await new Promise<void>((resolve) => account.listen(0, "127.0.0.1", resolve));
});
afterAll(() => account.close());

describe("the reference (osls package)", () => {
  it.each(sampleNames())("makes of %s what we make", async (name) => {
    const expected = normalizeTemplate(await packageWithReference(name));
    const file = `${samplesDirectory}${name}/expected.json`;
    if (update) await writeFile(file, `${JSON.stringify(expected, null, 2)}\n`);
    expect(JSON.parse(await readFile(file, "utf8")), "expected.json is what the reference makes today").toEqual(expected);
    const result = await compileSample(name);
    expect(result.ok ? normalizeTemplate(JSON.parse(result.templateText)) : result.diagnostics).toEqual(expected);
  }, timeLimitMs + 10_000);
});

async function packageWithReference(name: string): Promise<JsonObject> {
  const directory = await mkdtemp(join(tmpdir(), "windlass-sample-"));
  try {
    await cp(`${samplesDirectory}${name}`, directory, { recursive: true, filter: (path) => !path.endsWith("expected.json") });
    await run([reference, "package", "--stage", sampleStage, "--region", sampleRegion], directory);
    return JSON.parse(await readFile(join(directory, ".serverless/cloudformation-template-update-stack.json"), "utf8")) as JsonObject;
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

function run(args: string[], cwd: string): Promise<void> {
  const { port } = account.address() as AddressInfo;
  const env = {
    PATH: process.env["PATH"],
    HOME: process.env["HOME"],
    ...sampleEnvironment,
    SLS_TELEMETRY_DISABLED: "1",
    SLS_NOTIFICATIONS_MODE: "off",
    SLS_DEPRECATION_NOTIFICATION_MODE: "warn",
    SLS_AWS_REQUEST_MAX_RETRIES: "0",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
  };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"], timeout: timeLimitMs });
    let output = "";
    const collect = (chunk: Buffer): void => void (output += chunk.toString());
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error(`osls ended with ${code}: ${output}`))));
  });
}
