import { createServer } from "node:http";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { runWindlass } from "../testing/run-windlass.js";

const cleanups: (() => unknown)[] = [];
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const cleanup of cleanups.splice(0)) await cleanup();
});

/** A service whose environment takes these variables, in a folder of its own. */
async function service(environment: Record<string, string>, files: Record<string, string> = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "windlass-values-"));
  cleanups.push(() => rm(folder, { recursive: true }));
  const config = { service: "values", provider: { name: "aws", environment }, functions: { a: { handler: "a.b" } } };
  const all = { "serverless.json": JSON.stringify(config), "a.js": "exports.b = 1", ...files };
  for (const [name, text] of Object.entries(all)) await writeFile(join(folder, name), text);
  return folder;
}

/** Takes away whatever credentials the machine has. */
function withoutCredentials(): void {
  for (const name of Object.keys(process.env).filter((key) => key.startsWith("AWS_"))) vi.stubEnv(name, undefined);
  vi.stubEnv("HOME", "/nonexistent");
}

const compile = (folder: string, ...args: string[]) => runWindlass(["compile", "--cwd", folder, "--stage", "dev", "--region", "us-east-1", ...args]);

function environmentIn(stdout: string): unknown {
  return JSON.parse(stdout).Resources.ALambdaFunction.Properties.Environment.Variables;
}

describe("values that only AWS knows", () => {
  const variables = { A: "${ssm:/a}", B: "${ssm(eu-west-1, raw):/list}", C: "${cf.eu-west-1:net.Vpc}", D: "${s3:b/k}", E: "${ssm:/none, 'fallback'}", F: "${aws:accountId}" };

  it("come out of the file of --resolve", async () => {
    withoutCredentials();
    const yaml = "ssm:/a: 5\nssm(eu-west-1):/list: [x, y]\ncf(eu-west-1):net.Vpc: vpc-1\ns3:b/k: text\nssm(us-east-1):/none: null\naws:accountId: '012345678901'\n";
    const folder = await service(variables, { "values.yml": yaml });
    const { code, stdout, stderr } = await compile(folder, "--resolve", join(folder, "values.yml"));
    expect([code, stderr]).toEqual([0, ""]);
    expect(environmentIn(stdout)).toEqual({ A: "5", B: "x,y", C: "vpc-1", D: "text", E: "fallback", F: "012345678901" });
  });

  it("are listed as a whole when there are neither a file nor credentials", async () => {
    withoutCredentials();
    const { code, stderr } = await compile(await service(variables));
    expect(code).toBe(1);
    for (const name of ["ssm:/a", "ssm(eu-west-1):/list", "cf(eu-west-1):net.Vpc", "s3:b/k", "ssm:/none", "aws:accountId"]) expect(stderr).toContain(`${name}: it has to be asked of AWS`);
    expect(stderr).toContain("windlass compile --resolve FILE");
  });

  it("are asked of AWS where there are credentials, unless --offline", async () => {
    withoutCredentials();
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(String(request.headers["x-amz-target"]));
      response.setHeader("content-type", "application/x-amz-json-1.1").end(JSON.stringify({ Parameter: { Type: "String", Value: "from AWS", Version: 3 } }));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    cleanups.push(() => server.closeAllConnections(), () => server.close());
    vi.stubEnv("AWS_ENDPOINT_URL", `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "key");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "secret");
    const folder = await service({ A: "${ssm:/a}", B: "${ssm:/a}" });
    const offline = await compile(folder, "--offline");
    expect([offline.code, asked]).toEqual([1, []]);
    expect(offline.stderr).toContain("--offline forbids it");
    const online = await compile(folder);
    expect(environmentIn(online.stdout)).toEqual({ A: "from AWS", B: "from AWS" });
    expect(asked).toEqual(["AmazonSSM.GetParameter"]);
  });

  it.each([
    ["none.json", "could not be read"],
    ["list.json", "does not hold an object"],
    ["broken.json", "YAML"],
  ])("are not read from %s", async (name, says) => {
    const folder = await service(variables, { "list.json": "[1]", "broken.json": "{" });
    const { code, stderr } = await compile(folder, "--resolve", join(folder, name));
    expect(code).toBe(2);
    expect(stderr).toContain(says);
  });
});

describe("files", () => {
  it("are read no further up than the repository, or the folder of --root", async () => {
    const folder = await service({ A: "${file(../outside.txt)}" });
    await writeFile(join(folder, "..", "outside.txt"), "outside");
    cleanups.push(() => rm(join(folder, "..", "outside.txt")));
    const refused = await compile(folder);
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringContaining("is outside the repository")]);
    const allowed = await compile(folder, "--root", tmpdir());
    expect(environmentIn(allowed.stdout)).toEqual({ A: "outside" });
  });
});
