import { describe, expect, it } from "vitest";
import { compile } from "./compile.js";
import type { Compiled, CompileInput } from "./compile-input.js";
import { nodeFiles } from "./node-files.js";
import { memoryFiles } from "./testing/memory-files.js";
import { samplesDirectory } from "./testing/samples.js";

async function compiled(sample: string, input: Partial<CompileInput> = {}): Promise<Compiled> {
  const result = await compile({ files: nodeFiles(`${samplesDirectory}${sample}`), stage: "dev", region: "us-east-1", ...input });
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("\n"));
  return result;
}

describe("compile", () => {
  it("makes the same template and the same zips each time", async () => {
    const [one, two] = [await compiled("rest-api"), await compiled("rest-api")];
    expect(two.templateHash).toBe(one.templateHash);
    expect(two.artifacts.map(({ hash }) => hash)).toEqual(one.artifacts.map(({ hash }) => hash));
  });

  it("names code by its content in the caller's bucket", async () => {
    const { artifacts, template } = await compiled("http-api", { artifactStore: { bucket: "releases", prefix: "windlass" } });
    const [artifact] = artifacts;
    expect(artifact?.key).toBe(`windlass/sample-http-api/${artifact?.hash}.zip`);
    expect(template.Resources["CheckLambdaFunction"]?.Properties?.["Code"]).toEqual({ S3Bucket: "releases", S3Key: artifact?.key });
    expect(template.Resources["ServerlessDeploymentBucket"]).toBeDefined();
  });

  it("takes code that the bucket has from where it is", async () => {
    const hash = (await compiled("http-api")).artifacts[0]?.hash ?? "";
    const { artifacts, template } = await compiled("http-api", { artifactStore: { bucket: "releases", prefix: "windlass", keys: new Map([[hash, "dev/known.zip"]]) } });
    expect(artifacts.map(({ key }) => key)).toEqual(["dev/known.zip"]);
    expect(template.Resources["CheckLambdaFunction"]?.Properties?.["Code"]).toEqual({ S3Bucket: "releases", S3Key: "dev/known.zip" });
  });

  it("says which place of the config made a resource", async () => {
    const { sourceMap } = await compiled("http-api");
    expect(sourceMap["HttpApiRouteGetUsers"]).toEqual({ file: "serverless.yml", line: 44, column: 9, property: "functions.list-users.events[0].httpApi" });
  });

  it("sums up the functions", async () => {
    const { functions } = await compiled("http-api");
    expect(functions[1]).toEqual({
      name: "list-users",
      logicalId: "ListDashusersLambdaFunction",
      functionName: "sample-http-api-dev-list-users",
      runtime: "nodejs22.x",
      handler: "src/index.handler",
      memoryMb: 1024,
      timeoutSeconds: 6,
      events: ["GET /users", "GET /users/{id}", "* /files/{proxy+}", "PUT /else", "PATCH /partner"],
    });
  });

  it("packages one zip for the service, and one for each function that wants its own", async () => {
    const { artifacts } = await compiled("packaging");
    expect(artifacts.map(({ name, kind, functions }) => ({ name, kind, functions }))).toEqual([
      { name: "alone", kind: "function", functions: ["alone"] },
      { name: "ready", kind: "function", functions: ["ready"] },
      { name: "sample-packaging", kind: "service", functions: ["together"] },
      { name: "shared", kind: "layer", functions: [] },
    ]);
  });

  it("deploys a REST API anew when anything of it changes, by its events or by what resources say of it", async () => {
    const deployment = async (timeout: number, resources: object): Promise<string | undefined> => {
      const functions = { a: { handler: "a.b", events: [{ http: { path: "a", method: "get", timeoutInMillis: timeout } }] } };
      const config = JSON.stringify({ service: "api", provider: { name: "aws" }, functions, resources });
      const result = await compile({ files: memoryFiles({ "serverless.json": config, "a.js": "" }), stage: "dev", region: "us-east-1" });
      return result.ok ? Object.keys(result.template.Resources).find((id) => id.startsWith("ApiGatewayDeployment")) : undefined;
    };
    const extended = { extensions: { ApiGatewayMethodAGet: { Properties: { OperationName: "read" } } } };
    const merged = { Resources: { ApiGatewayMethodAGet: { Type: "AWS::ApiGateway::Method", Properties: { OperationName: "read" } } } };
    const ids = [await deployment(1000, {}), await deployment(2000, {}), await deployment(1000, extended), await deployment(1000, merged)];
    expect(new Set(ids).size).toBe(4);
    expect(await deployment(1000, { Resources: { Topic: { Type: "AWS::SNS::Topic" } } })).toBe(ids[0]);
  });

  it("takes --param before the config's params", async () => {
    const { template } = await compiled("variables", { params: { size: "256" } });
    expect(template.Resources["HelloLambdaFunction"]?.Properties?.["MemorySize"]).toBe(256);
  });

  it("names stack, tags and capabilities", async () => {
    const { stackName, stackTags, capabilities } = await compiled("functions");
    expect({ stackName, stackTags, capabilities }).toEqual({
      stackName: "sample-functions-stack",
      stackTags: { STAGE: "dev", owner: "us" },
      capabilities: ["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"],
    });
    expect((await compiled("resources")).capabilities).toContain("CAPABILITY_AUTO_EXPAND");
  });
});
