import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evaluateModule } from "./evaluate-module.js";

const imports = (names: Record<string, string>): string => Object.entries(names).map(([name, from]) => `import ${name} from ${JSON.stringify(from)};`).join("\n");

const tree: Record<string, string> = {
  "package.json": '{ "type": "module" }',
  "config.js": "export default { service: 'by-default' };\nexport const named = 1;\n",
  "places.ts": `#!/usr/bin/env node
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
${imports({ shared: "@acme/shared", plain: "plain", inner: "./deep/inner" })}
const here = (path: string): string => relative(process.cwd(), path);
export default { own: here(__filename), url: here(fileURLToPath(import.meta.url)), inner: here(inner), shared, plain };
`,
  "deep/inner.ts": "const place: string = __dirname;\nexport default place;\n",
  "node_modules/@acme/shared/package.json": '{ "name": "@acme/shared", "main": "index.ts" }',
  "node_modules/@acme/shared/index.ts": 'const text: string = "typed";\nexport default text;\n',
  "node_modules/plain/package.json": '{ "name": "plain", "main": "index.cjs" }',
  "node_modules/plain/index.cjs": 'module.exports = require("node:path").basename(__dirname);\n',
};

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "windlass-modules-"));
  for (const [path, content] of Object.entries(tree)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const evaluate = (path: string) => evaluateModule({ path, env: {}, file: join(directory, path), directory });

describe("modules of a config", () => {
  it("takes the default export of an ES module", async () => {
    expect(await evaluate("config.js")).toEqual({ service: "by-default" });
  });

  it("gives each TypeScript module its own place, and loads workspace packages in TypeScript", async () => {
    expect(await evaluate("places.ts")).toEqual({ own: "places.ts", url: "places.ts", inner: "deep", shared: "typed", plain: "plain" });
  });
});
