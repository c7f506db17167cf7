import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runWindlass } from "../testing/run-windlass.js";

const samples = fileURLToPath(new URL("../../../../packages/compiler/samples/", import.meta.url));
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "windlass-compile-"));
  // Transpiled when it is first loaded: that is no test's time.
  await import("./compile.js");
}, 60_000);
afterAll(() => rm(folder, { recursive: true }));

const place = ["--stage", "dev", "--region", "us-east-1"];
const compile = (cwd: string, ...more: string[]) => runWindlass(["compile", "--cwd", cwd, ...place, ...more]);

async function service(text: string, file = "serverless.yml"): Promise<string> {
  const cwd = await mkdtemp(join(folder, "service-"));
  await writeFile(join(cwd, file), text);
  await writeFile(join(cwd, "index.js"), "exports.handler = async () => 'ok';\n");
  return cwd;
}

const twoErrors = `service: hello
provider:
  name: aws
  memorysize: 512
plugins: [serverless-offline]
functions:
  hello:
    handler: index.handler
    timeout: 901
`;

describe("windlass compile", () => {
  it("prints the template, and writes it where it is told to", async () => {
    const cwd = await service("service: hello\nprovider: { name: aws }\nfunctions: { hello: { handler: index.handler } }\n");
    const { code, stdout, stderr } = await compile(cwd);
    expect([code, stderr]).toEqual([0, ""]);
    expect(JSON.parse(stdout).Resources.HelloLambdaFunction.Type).toBe("AWS::Lambda::Function");
    const written = await compile(cwd, "--out", join(cwd, "template.json"));
    expect(written).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(await readFile(join(cwd, "template.json"), "utf8")).toBe(stdout);
  });

  it("shows every error in its lines, in their order, with its repair, and counts them", async () => {
    const { code, stdout, stderr } = await compile(await service(twoErrors));
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`error[property_unknown]: provider has no property "memorysize"
 --> serverless.yml:4:3
  |
4 |   memorysize: 512
  |   ^^^^^^^^^^
  |
  = help: Did you mean "memorySize"?

error[property_invalid]: functions.hello.timeout must be a whole number of 1 to 900, not 901
 --> serverless.yml:9:14
  |
9 |     timeout: 901
  |              ^^^
  |
  = help: Correct the value.

2 errors
`);
  });

  it("uses colours on a terminal only, and not with NO_COLOR, and cuts lines at its width", async () => {
    const cwd = await service(`service: hello\nprovider: { name: aws, description: ${"x".repeat(100)} }\n`);
    const onTerminal = (env: Record<string, string>) => runWindlass(["compile", "--cwd", cwd, ...place], env, { terminalColumns: 60 });
    const colourful = await onTerminal({});
    expect(colourful.stderr).toContain('\u001b[31;1merror[property_unknown]\u001b[0m\u001b[1m: provider has no property "description"\u001b[0m');
    const plain = await onTerminal({ NO_COLOR: "1" });
    expect(plain.stderr).not.toContain("\u001b");
    const source = plain.stderr.split("\n").filter((line) => /^2? *\|/.test(line));
    expect(source.every((line) => line.length <= 60)).toBe(true);
    expect(source[1]).toMatch(/^2 \| …?.*description: x+…$/);
  });

  it("gives diagnostics as data, with what to underline", async () => {
    const { code, stdout } = await compile(await service(twoErrors), "--json");
    expect(code).toBe(1);
    const { ok, diagnostics } = JSON.parse(stdout);
    expect([ok, diagnostics.length]).toEqual([false, 2]);
    expect(diagnostics[1]).toEqual({
      code: "property_invalid",
      severity: "error",
      message: "functions.hello.timeout must be a whole number of 1 to 900, not 901",
      hint: "Correct the value.",
      place: { file: "serverless.yml", line: 9, column: 5, property: "functions.hello.timeout" },
      range: { line: 9, column: 14, endLine: 9, endColumn: 17 },
    });
  });

  it("shows warnings next to the template", async () => {
    const { code, stdout, stderr } = await compile(await service(twoErrors.replace("memorysize", "memorySize").replace("901", "9")), "--json");
    expect([code, JSON.parse(stdout).ok]).toEqual([0, true]);
    expect(stderr).toContain("5 | plugins: [serverless-offline]\n  |           ^^^^^^^^^^^^^^^^^^\n");
    expect(stderr).toMatch(/\n1 warning\n$/);
  });

  it("names property and file where a config is a module, which has no lines", async () => {
    const module = 'module.exports = { service: "hello", provider: { name: "aws", tiemout: 3 } };\n';
    const { stderr } = await compile(await service(module, "serverless.js"));
    expect(stderr).toBe('error[property_unknown]: provider has no property "tiemout"\n --> serverless.js\n  = property: provider.tiemout\n  = help: Did you mean "timeout"?\n\n1 error\n');
  });

  it("shows the lines of an included file", async () => {
    const cwd = await service("service: hello\nprovider: { name: aws }\nfunctions:\n  - ${file(more.yml)}\n");
    await writeFile(join(cwd, "more.yml"), "a: [2\nc: 3\n");
    expect((await compile(cwd)).stderr).toContain(" --> more.yml:2:1\n  |\n2 | c: 3\n  | ^\n");
    await writeFile(join(cwd, "more.yml"), "hello:\n  handler: index.handler\n  timout: 3\n");
    expect((await compile(cwd)).stderr).toContain(" --> more.yml:3:3\n  |\n3 |   timout: 3\n  |   ^^^^^^\n");
  });

  it("explains a resource: its lines, its reason, its ties", async () => {
    const { code, stdout } = await compile(join(samples, "explain"), "--explain", "SNSTopicNews");
    expect(code).toBe(0);
    expect(stdout.startsWith(`SNSTopicNews  AWS::SNS::Topic
Made of every topic that sns events name by a plain name.

From
  functions.hello.events[0].sns makes it
    --> serverless.yml:21:9
     |
  21 |       - sns: news
     |         ^^^
     |
  functions.other.events[0].sns adds to it
    --> serverless.yml:27:9
     |
  27 |       - sns: { topicName: news, displayName: News }
     |         ^^^
     |

Depends on
  HelloLambdaFunction  AWS::Lambda::Function  Properties.Subscription[0].Endpoint (Fn::GetAtt)
  OtherLambdaFunction  AWS::Lambda::Function  Properties.Subscription[1].Endpoint (Fn::GetAtt)

Referred to by
  nothing

Resource
  {
    "Type": "AWS::SNS::Topic",
`), stdout).toBe(true);
  });

  it("explains as data, and says which resource was meant", async () => {
    const { stdout } = await compile(join(samples, "explain"), "--explain", "Table", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      logicalId: "Table",
      type: "AWS::DynamoDB::Table",
      sources: [{ property: "resources.Resources.Table", place: { file: "serverless.yml", line: 33 }, range: { line: 33, column: 5, endLine: 33, endColumn: 10 } }],
      referencedBy: [{ logicalId: "IamRoleLambdaExecution", kind: "Fn::GetAtt" }, { logicalId: "OtherEventSourceMappingDynamodbTable", kind: "Fn::GetAtt" }],
    });
    const unknown = await compile(join(samples, "explain"), "--explain", "HeloLambdaFunction");
    expect([unknown.code, unknown.stdout]).toEqual([2, ""]);
    expect(unknown.stderr).toContain('error: The template has no resource "HeloLambdaFunction".\nhint: Did you mean HelloLambdaFunction?\n');
  });

  it("shows how much of the limits a template needs, and of what", async () => {
    const { code, stdout } = await compile(join(samples, "explain"), "--stats");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^resources +25 +of 500 +█░{19} 5 %\n/);
    expect(stdout).toMatch(/\nfunctions.hello.events\[1\].http +3 +0 +[\d,]+ +serverless.yml:22\n/);
    expect(stdout).toMatch(/\nAWS::Lambda::Function +3 +[\d,]+\n/);
    const json = JSON.parse((await compile(join(samples, "explain"), "--stats", "--json")).stdout);
    expect(json).toMatchObject({ resources: 25, limits: { resources: 500 }, contributors: expect.any(Array) });
  });

  it("writes a template beyond a limit with a warning, and refuses it with --strict-limits", async () => {
    const functions = Array.from({ length: 170 }, (_, index) => `  f${index}: { handler: index.handler }\n`).join("");
    const cwd = await service(`service: many\nprovider: { name: aws }\nfunctions:\n${functions}`);
    const { code, stdout, stderr } = await compile(cwd);
    expect([code, Object.keys(JSON.parse(stdout).Resources).length]).toEqual([0, 513]);
    expect(stderr).toMatch(/^warning\[limit_exceeded\]: The template has 513 resources, and CloudFormation takes 500 at most/);
    const strict = await compile(cwd, "--strict-limits");
    expect([strict.code, strict.stdout]).toEqual([1, ""]);
    expect(strict.stderr).toMatch(/^error\[limit_exceeded\]/);
  });

  it("finds no difference to what the reference makes of an unchanged service", async () => {
    for (const sample of ["explain", "rest-api", "websockets", "packaging"]) {
      const folder = join(samples, sample);
      const text = await compile(folder, "--diff", join(folder, "expected.json"));
      expect(text, sample).toMatchObject({ code: 0, stdout: "No difference.\n" });
    }
  });

  it("shows what would change where another template is deployed, with the exit codes of diff", async () => {
    const config = "service: hello\nprovider: { name: aws }\nfunctions:\n  hello: { handler: index.handler }\nresources:\n  Resources:\n    Table: { Type: AWS::DynamoDB::Table, Properties: { TableName: a } }\n    Old: { Type: AWS::SQS::Queue }\n";
    const cwd = await service(config);
    const deployed = join(cwd, "deployed.json");
    await writeFile(deployed, JSON.stringify({ TemplateBody: JSON.parse((await compile(cwd)).stdout), StagesAvailable: ["Original"] }));
    expect(await compile(cwd, "--diff", deployed)).toEqual({ code: 0, stdout: "No difference.\n", stderr: "" });
    await writeFile(join(cwd, "serverless.yml"), config.replace("index.handler", "index.handler, memorySize: 256").replace("TableName: a", "TableName: b").replace("Old", "New"));
    const { code, stdout } = await compile(cwd, "--diff", deployed);
    expect([code, stdout]).toEqual([
      1,
      `~ HelloLambdaFunction  AWS::Lambda::Function  (serverless.yml:4)
    MemorySize: 1024 → 256

+ New  AWS::SQS::Queue  (serverless.yml:8)

- Old  AWS::SQS::Queue  (its data is lost)

± Table  AWS::DynamoDB::Table  (replaced, its data is lost, serverless.yml:7)
    TableName: "a" → "b"  forces a replacement

Resources: 1 added, 1 changed, 1 replaced, 1 removed.
`,
    ]);
    const json = await compile(cwd, "--diff", deployed, "--json");
    expect([json.code, JSON.parse(json.stdout)]).toMatchObject([1, { same: false, counts: { added: 1, changed: 1, replaced: 1, removed: 1 } }]);
    expect(JSON.parse(json.stdout).resources[0]).toMatchObject({ logicalId: "HelloLambdaFunction", action: "change", risk: "low", place: { line: 4 }, properties: [{ path: "MemorySize", before: 1024, after: 256, requiresRecreation: "never" }] });
    await writeFile(join(cwd, "serverless.yml"), "service: [");
    expect((await compile(cwd, "--diff", deployed)).code).toBe(2);
  });

  it.each(["{}", "Resources: {}", null])("ends with 2 where the other template is %j", async (content) => {
    const cwd = await service("service: hello\nprovider: { name: aws }\n");
    if (content !== null) await writeFile(join(cwd, "other.json"), content);
    const { code, stdout, stderr } = await compile(cwd, "--diff", join(cwd, "other.json"));
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toMatch(/other\.json (is no CloudFormation template|cannot be read)/);
  });

  it("writes the templates of nested stacks next to that of their parent", async () => {
    const cwd = await service("service: hello\nprovider: { name: aws }\ncustom: { windlass: { split: type } }\nfunctions:\n  hello: { handler: index.handler, events: [{ sns: news }] }\n");
    await compile(cwd, "--out", join(cwd, "template.json"));
    const read = async (name: string) => JSON.parse(await readFile(join(cwd, name), "utf8"));
    const root = await read("template.json");
    expect(Object.keys(root.Resources).filter((id) => id.endsWith("NestedStack"))).toEqual(["FunctionsNestedStack", "VersionsNestedStack", "PermissionsNestedStack"]);
    expect(Object.keys((await read("template.FunctionsNestedStack.json")).Resources)).toEqual(["HelloLambdaFunction"]);
    const explained = await compile(cwd, "--explain", "HelloLambdaFunction");
    expect(explained.stdout).toMatch(/^HelloLambdaFunction {2}AWS::Lambda::Function {2}in FunctionsNestedStack\n/);
    const stats = await compile(cwd, "--stats");
    expect(stats.stdout).toMatch(/\nFunctionsNestedStack +1 +\d+ +\d+ +[\d,]+\n/);
    expect((await compile(cwd)).stderr).toContain("The templates of 3 nested stacks are not shown");
    const wrong = await service("service: hello\nprovider: { name: aws }\ncustom: { windlass: { split: perType } }\n");
    expect((await compile(wrong)).stderr).toContain('error[property_invalid]: custom.windlass.split.by must be "function" or "type", or a number of stacks\n --> serverless.yml:3:30\n');
  });

  it("compiles the samples as they are", async () => {
    const { code, stdout } = await compile(join(samples, "http-api"));
    expect([code, Object.keys(JSON.parse(stdout).Resources).length > 10]).toEqual([0, true]);
  });
});
