import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, it } from "vitest";

const child = fileURLToPath(new URL("../testing/compile-child.ts", import.meta.url));
const megabyte = 1024 * 1024;
let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), "windlass-memory-"));
});
afterAll(() => rm(base, { recursive: true, force: true }));

type Answer = { ok: boolean; artifacts: { sizeBytes: number; hash: string; content: { in: string; path: string } }[]; mostMemoryBytes: number };

/** Compiles a service whose one zip holds so many megabytes, a quarter of them incompressible. */
async function compileService(name: string, sizeMb: number): Promise<Answer> {
  const root = join(base, name);
  await mkdir(join(root, "data"), { recursive: true });
  await writeFile(join(root, "serverless.yml"), "service: large\nprovider: { name: aws }\nfunctions:\n  a: { handler: index.handler }\n");
  await writeFile(join(root, "index.js"), "exports.handler = async () => 1;\n");
  const block = Buffer.concat([randomBytes(megabyte / 4), Buffer.alloc((megabyte / 4) * 3, "windlass ")]);
  for (let at = 0; at < sizeMb; at += 4) await writeFile(join(root, "data", `${at}.bin`), Buffer.concat([block, block, block, block]));
  for (let index = 0; index < sizeMb * 4; index += 1) await writeFile(join(root, "data", `${index}.txt`), block.subarray(index, index + 10_000));
  const args = ["--conditions=windlass-source", "--import", "tsx", child, root, join(base, "shelf")];
  return JSON.parse((await promisify(execFile)(process.execPath, args)).stdout) as Answer;
}

async function sha256(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest("hex");
}

it("memory does not grow with a zip: 240 MB take hardly more than 4", async () => {
  const small = await compileService("small", 4);
  const large = await compileService("large", 232);
  const [zip] = large.artifacts;
  expect([small.ok, large.ok, zip?.content.in]).toEqual([true, true, "file"]);
  expect(zip?.sizeBytes).toBeGreaterThan(50 * megabyte);
  expect(await sha256(zip?.content.path ?? "")).toBe(zip?.hash);
  expect((large.mostMemoryBytes - small.mostMemoryBytes) / megabyte).toBeLessThan(100);
}, 180_000);
