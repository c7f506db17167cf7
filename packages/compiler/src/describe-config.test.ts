import { resolvedConfigSchema, secretMask, type ResolvedConfig } from "@windlass/contracts/resolved-config";
import { expect, it } from "vitest";
import { compile } from "./compile.js";
import type { Compiled, CompileInput } from "./compile-input.js";
import { nodeFiles } from "./node-files.js";
import { memoryFiles } from "./testing/memory-files.js";
import { samplesDirectory } from "./testing/samples.js";

async function compiled(input: Pick<CompileInput, "files"> & Partial<CompileInput>): Promise<Compiled> {
  const result = await compile({ stage: "dev", region: "us-east-1", missingHandlers: "warning", ...input });
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join("\n"));
  return result;
}

/** Where a value stands, as `file:line`. */
function placeOf({ files, places }: ResolvedConfig, pointer: string): string {
  const place = places[pointer];
  return place ? `${files[place[0]] ?? "?"}:${place[1]}` : "nowhere";
}

const sample = () => compiled({ files: nodeFiles(`${samplesDirectory}provenance`) });

it("leads every value to the file and line where it stands", async () => {
  const { resolvedConfig } = await sample();
  expect(resolvedConfigSchema.parse(resolvedConfig)).toEqual(resolvedConfig);
  const at = (pointer: string): string => placeOf(resolvedConfig, pointer);
  expect(at("/custom/base")).toBe("serverless.yml:6");
  expect(at("/custom/base/environment/TABLE")).toBe("config/base.yml:4");
  // Copied twice, and merged from an anchor.
  expect(at("/provider/environment/TABLE")).toBe("config/base.yml:4");
  expect(at("/provider/tags/team")).toBe("serverless.yml:9");
  // Lists of functions and resources are merged.
  expect(at("/functions/included/timeout")).toBe("config/functions.yml:5");
  expect(at("/functions/own/memorySize")).toBe("serverless.yml:21");
  expect(at("/resources/Resources/Queue/Properties/QueueName")).toBe("config/queue.json:5");
});

it("says of every variable what it gave", async () => {
  const { origins } = (await sample()).resolvedConfig;
  expect(origins["/provider/tags/stage"]).toMatchObject([
    { variable: "${sls:stage}", source: "sls", address: "stage", place: null },
    { variable: "${self:service}", source: "self", address: "service", place: { file: "serverless.yml", line: 1 } },
  ]);
  expect(origins["/custom/base"]).toMatchObject([{ source: "file", place: { file: "config/base.yml" } }]);
  expect(origins["/functions/own/memorySize"]).toMatchObject([{ variable: "${param:limits.memory, 128}", source: "fallback", place: null }]);
  expect(origins["/provider/environment/NESTED"]).toMatchObject([{ source: "file", address: "note", place: { file: "config/functions.yml", line: 1 } }]);
});

it("leads the resources of included files to their lines there", async () => {
  const { sourceMap } = await sample();
  expect(sourceMap["Queue"]).toMatchObject({ file: "config/queue.json", line: 3, property: "resources.Resources.Queue" });
  expect(sourceMap["IncludedLambdaFunction"]).toMatchObject({ file: "config/functions.yml", line: 3 });
  expect(sourceMap["OwnLambdaFunction"]).toMatchObject({ file: "serverless.yml", line: 19 });
  expect(sourceMap["Topic"]).toMatchObject({ file: "serverless.yml", line: 25 });
});

it("shows no secret, wherever it was carried", async () => {
  const files = memoryFiles({
    "a.js": "exports.b = () => {};",
    "serverless.yml": [
      "service: secrets",
      "custom:",
      "  database: ${ssm:/database}",
      "  copy: ${self:custom.database}",
      "  url: postgres://app:${self:custom.copy.password}@host/${ssm:/plain}",
      "  again: ${self:custom.url}",
      "  token: ${param:token}",
      "provider: { name: aws, environment: { URL: '${self:custom.again}', PORT: '${self:custom.database.port}', TOKEN: '${self:custom.token}' } }",
      "functions: { a: { handler: a.b, description: 'uses hunter2-hunter2' } }",
    ].join("\n"),
  });
  const answers: Record<string, object> = {
    "/database": { value: '{"password":"hunter2-hunter2","port":5432}', type: "SecureString", version: "7", secret: true },
    "/plain": { value: "app", type: "String", version: "1" },
  };
  const external = { ask: async (request: object) => ("name" in request ? (answers[String(request.name)] as { value: string }) : null) };
  const { resolvedConfig, template } = await compiled({ files, external, params: { token: "t0ken-value" }, secretParams: ["token"] });
  expect(JSON.stringify(template)).toContain("hunter2-hunter2");
  const shown = JSON.stringify(resolvedConfig);
  for (const secret of ["hunter2", "5432", "t0ken"]) expect(shown).not.toContain(secret);
  expect(resolvedConfig.value).toMatchObject({
    custom: { database: { password: secretMask, port: secretMask }, url: secretMask, token: secretMask },
    provider: { environment: { PORT: secretMask } },
  });
  expect(resolvedConfig.origins["/custom/database"]).toMatchObject([{ source: "ssm", address: "/database", version: "7", secret: true }]);
  expect(resolvedConfig.origins["/custom/url"]?.map(({ secret }) => secret)).toEqual([true, false]);
});

it("is put together when it is read, from what the compilation left alone", async () => {
  const first = await sample();
  const read = JSON.stringify(first.resolvedConfig);
  expect(first.resolvedConfig).toBe(first.resolvedConfig);
  expect(JSON.stringify((await sample()).resolvedConfig)).toBe(read);
});
