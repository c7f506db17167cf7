import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compile } from "./compile.js";
import type { CompileResult } from "./compile-input.js";
import { memoryFiles } from "./testing/memory-files.js";
import { nodeFiles } from "./node-files.js";

/** Whatever a config does, an answer comes within this time, on a busy machine too. */
const patienceMs = 60_000;

const head = "service: hostile\nprovider: { name: aws }\nfunctions: { a: { handler: a.b } }\n";

function compileText(text: string, more: Record<string, string> = {}): Promise<CompileResult> {
  return compile({ files: memoryFiles({ "serverless.yml": text, "a.js": "exports.b = 1", ...more }), stage: "dev", region: "us-east-1", missingHandlers: "warning" });
}

/** The codes that a config is refused with, each once. */
function codesOf(result: CompileResult): string[] {
  return result.ok ? ["compiled"] : [...new Set(result.diagnostics.map(({ code }) => code))];
}

const row = <T>(length: number, make: (index: number) => T): T[] => Array.from({ length }, (_, index) => make(index));
const doubling = (part: (next: number) => string): string => `${head}custom:\n${row(40, (index) => `  v${index}: ${part(index + 1)}\n`).join("")}  v40: ${"x".repeat(50)}\n`;

describe("a hostile config is refused", { timeout: patienceMs }, () => {
  it.each<[string, string, string]>([
    ["aliases of aliases", `${head}custom:\n  a0: &a0 [x]\n${row(30, (i) => `  a${i + 1}: &a${i + 1} [${row(9, () => `*a${i}`).join(", ")}]\n`).join("")}`, "config_too_large"],
    ["a long text that aliases repeat", `${head}custom:\n  t: &t ${"x".repeat(100_000)}\n  all: [${row(1_000, () => "*t").join(", ")}]\n`, "config_too_large"],
    ["an alias of itself", `${head}custom: &c { self: *c }\n`, "config_too_large"],
    ["deep lists", `${head}custom: ${"[".repeat(50_000)}${"]".repeat(50_000)}\n`, "config_syntax"],
    ["deep maps", `${head}custom:\n${row(2_000, (i) => `${" ".repeat(i + 1)}a:\n`).join("")}`, "config_syntax"],
    ["merges of merges", `${head}custom:\n  a: &a { ${row(2_000, (i) => `k${i}: 1`).join(", ")} }\n${row(2_000, (i) => `  m${i}: { <<: *a }\n`).join("")}`, "config_syntax"],
    ["the key __proto__", `${head}custom: { __proto__: { polluted: true } }\n`, "config_shape"],
    ["the key __proto__ out of a merge", `${head}custom: { <<: { "__proto__": { polluted: true } } }\n`, "config_shape"],
    ["a JavaScript tag", `${head}custom: !!js/function 'function () { process.exit() }'\n`, "config_syntax"],
    ["several documents", `${head}---\n${head}`, "config_syntax"],
    ["two keys of one name", `${head}service: twice\n`, "config_syntax"],
    ["a NUL byte", `${head}custom: "a\0b"\n`, "config_syntax"],
    ["variables inside variables", `${head}custom: { a: '${"${self:".repeat(20_000)}x${"}".repeat(20_000)}' }\n`, "variable_syntax"],
    ["an endless variable", `${head}custom: { a: '\${self:${"a".repeat(100_000)}' }\n`, "variable_syntax"],
    ["texts that double", doubling((next) => `\${self:custom.v${next}}\${self:custom.v${next}}`), "config_too_large"],
    ["objects that double", doubling((next) => `{ l: '\${self:custom.v${next}}', r: '\${self:custom.v${next}}' }`), "config_too_large"],
    ["a circle", `${head}custom: { a: '\${self:custom.b}', b: '\${self:custom.c.d}', c: { d: '\${self:custom.a}' } }\n`, "variable_cycle"],
    ["a property that holds itself", `${head}custom: { a: { b: '\${self:custom.a}' } }\n`, "variable_cycle"],
    ["a path with a NUL byte", `${head}custom: { a: "\${file(a\\0b.yml)}" }\n`, "variable_not_found"],
  ])("%s", async (_name, text, code) => {
    expect(codesOf(await compileText(text))).toEqual([code]);
    expect(Reflect.get({}, "polluted")).toBeUndefined();
  });

  it("files that include each other", async () => {
    const more = { "a.yml": "x: ${file(b.yml)}", "b.yml": "x: ${file(a.yml)}" };
    expect(codesOf(await compileText(`${head}custom: \${file(a.yml)}\n`, more))).toEqual(["variable_too_deep"]);
    expect(codesOf(await compileText(`${head}custom: \${file(c.yml):x}\n`, { "c.yml": "x: ${file(c.yml):x}" }))).toEqual(["variable_too_deep"]);
  });

  it("files that include themselves many times", async () => {
    const more = { "a.yml": `[${row(40, () => '"${file(a.yml)}"').join(", ")}]` };
    expect(codesOf(await compileText(`${head}custom: \${file(a.yml)}\n`, more))).toEqual(["config_too_large"]);
  });

  it("long chains of properties, in either order, are followed to their end or given up", async () => {
    const chain = (order: (all: string[]) => string[]): string => `${head}custom:\n${order(row(3_000, (i) => `  v${i}: \${self:custom.v${i + 1}, 'end'}\n`)).join("")}`;
    for (const order of [(all: string[]) => all, (all: string[]) => [...all].reverse()]) {
      expect(["compiled", "config_too_large"]).toContain(codesOf(await compileText(chain(order)))[0]);
    }
  });

  it("texts that a careless expression would ponder for ever", async () => {
    const texts = ["${" + " ".repeat(100_000), "\\".repeat(100_000) + "${self:x}", "${a".repeat(50_000), "$".repeat(100_000) + "{", "${self:x,".repeat(2_000), `\${strToBool(${" ".repeat(100_000)}x)}`];
    const custom = Object.fromEntries(texts.map((text, index) => [`t${index}`, text]));
    const result = await compileText(JSON.stringify({ service: "slow", provider: { name: "aws" }, custom, functions: {} }));
    if (result.ok) throw new Error("It compiled.");
    for (const { message } of result.diagnostics) expect(message.length).toBeLessThan(1_000);
  });
});

describe("names of JavaScript's own objects are names like any other", () => {
  it("of functions, properties and variables", async () => {
    const text = `service: names\nprovider: { name: aws }\ncustom: { constructor: c, toString: { x: y } }\nfunctions:\n${["constructor", "toString", "hasOwnProperty", "valueOf"].map((name) => `  ${name}: { handler: a.b, environment: { A: '\${self:custom.constructor}', B: '\${self:custom.toString.x}' } }\n`).join("")}`;
    const result = await compileText(text);
    expect(result.ok && Object.keys(result.template.Resources)).toEqual(expect.arrayContaining(["ConstructorLambdaFunction", "ToStringLambdaFunction", "HasOwnPropertyLambdaFunction", "ValueOfLambdaFunction"]));
  });

  it.each(["self:constructor.name", "self:custom.valueOf", "opt:toString", "env:hasOwnProperty", "param:constructor", "file(a.json):__proto__.x", "self:service.constructor"])("%s is not found", async (variable) => {
    expect(codesOf(await compileText(`${head}custom: { a: '\${${variable}}' }\n`, { "a.json": "{}" }))).toEqual(["variable_not_found"]);
  });
});

describe("files on the disk", () => {
  let folder: string;
  const inService = (name: string): string => join(folder, "repository/service", name);
  const compileFolder = (): Promise<CompileResult> =>
    compile({ files: nodeFiles({ root: join(folder, "repository"), directory: "service" }), stage: "dev", region: "us-east-1", missingHandlers: "warning" });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "windlass-hostile-"));
    await mkdir(inService("folder.yml"), { recursive: true });
    await writeFile(join(folder, "secret.yml"), "password: hush");
    await writeFile(inService("a.js"), "exports.b = 1");
    await writeFile(inService("huge.json"), `{"a":"${"x".repeat(11_000_000)}"}`);
    await writeFile(inService("latin1.txt"), Buffer.from([0x63, 0x61, 0x66, 0xe9]));
    await writeFile(inService("bom.yml"), "\uFEFFk: v");
    await writeFile(inService("bom.json"), '\uFEFF{"k":"v"}');
    await symlink(join(folder, "secret.yml"), inService("link.yml"));
    await symlink(folder, inService("up"));
    await symlink("loop.yml", inService("loop.yml"));
    execFileSync("mkfifo", [inService("pipe.yml"), inService("pipe.js")]);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([
    ["../../secret.yml", "file_outside"],
    ["../../../../../../../../etc/passwd", "file_outside"],
    ["/etc/passwd", "file_outside"],
    ["/dev/zero", "file_outside"],
    ["link.yml", "file_outside"],
    ["up/secret.yml", "file_outside"],
    ["./../service/../../secret.yml", "file_outside"],
    ["../../secret.js", "file_outside"],
    ["loop.yml", "file_unreadable"],
    ["folder.yml", "file_unreadable"],
    ["pipe.yml", "file_unreadable"],
    ["pipe.js", "file_unreadable"],
    ["huge.json", "file_unreadable"],
    [`${"n".repeat(5_000)}.yml`, "file_unreadable"],
    ["a.js/b.yml", "variable_not_found"],
  ])("%s is refused", { timeout: patienceMs }, async (path, code) => {
    await writeFile(inService("serverless.yml"), `${head}custom: { x: '\${file(${path})}' }\n`);
    const result = await compileFolder();
    expect(codesOf(result)).toEqual([code]);
    expect(JSON.stringify(result)).not.toContain("hush");
  });

  it("are read whatever bytes they have", async () => {
    await writeFile(inService("serverless.yml"), `\uFEFF${head.replace("handler: a.b", "handler: a.b, description: '${file(bom.yml):k}${file(bom.json):k}${file(latin1.txt)}'")}`);
    const result = await compileFolder();
    expect(result.ok && result.template.Resources["ALambdaFunction"]?.Properties?.["Description"]).toBe("vvcaf\uFFFD");
  });

  it("a config of ten megabytes, a pipe and a link to the outside are no configs", { timeout: patienceMs }, async () => {
    await writeFile(inService("serverless.yml"), `${head}custom:\n${row(300_000, (i) => `  key${i}: [value, ${i}]\n`).join("")}${"#".repeat(5_000_000)}`);
    expect(codesOf(await compileFolder())).toEqual(["file_unreadable"]);
    await rm(inService("serverless.yml"));
    execFileSync("mkfifo", [inService("serverless.yml")]);
    expect(codesOf(await compileFolder())).toEqual(["file_unreadable"]);
    await rm(inService("serverless.yml"));
    await symlink(join(folder, "secret.yml"), inService("serverless.yml"));
    expect(codesOf(await compileFolder())).toEqual(["file_outside"]);
    await rm(inService("serverless.yml"));
  });
});
