import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ModuleError } from "../file-source.js";
import { evaluateModule } from "./evaluate-module.js";

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "windlass-modules-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function evaluate(code: string, options: { timeLimitMs?: number; signal?: AbortSignal; env?: Record<string, string> } = {}): Promise<unknown> {
  const file = join(directory, `m${Math.random()}.js`);
  await writeFile(file, code);
  return evaluateModule({ path: "m.js", file, directory, env: {}, ...options });
}

describe("a config module", { timeout: 60_000 }, () => {
  it("gets the environment that it is given, and nothing of this process", async () => {
    process.env["WINDLASS_TEST_SECRET"] = "hush";
    const seen = await evaluate("module.exports = { env: { ...process.env }, cwd: process.cwd(), argv: process.argv.slice(2), execArgv: process.execArgv, ipc: typeof process.send };", { env: { GIVEN: "1" } });
    delete process.env["WINDLASS_TEST_SECRET"];
    expect(seen).toMatchObject({ env: { GIVEN: "1" }, argv: [], ipc: "undefined" });
    expect(JSON.stringify(seen)).not.toContain("hush");
  });

  it.each([
    ["that never ends", "for (;;);", "did not finish within 1 second"],
    ["that waits for ever", "module.exports = new Promise(() => setInterval(() => {}, 1000));", "did not finish within 1 second"],
    ["that ends its process", "process.exit(3);", "ended early (exit code 3)"],
    ["that returns what JSON cannot hold", "module.exports = { a: 1n };", "BigInt"],
    ["that returns a circle", "const a = {}; a.a = a; module.exports = a;", "circular"],
    ["that writes to the compiler's pipe", "require('fs').writeSync(3, 'not JSON\\n'); module.exports = new Promise(() => setInterval(() => {}, 1000));", "wrote to the pipe"],
    ["that pretends to be done", "require('fs').writeSync(3, JSON.stringify({ kind: 'result', json: 5 }) + '\\n'); module.exports = {};", "wrote to the pipe"],
  ])("%s is given up", async (_name, code, says) => {
    await expect(evaluate(code, { timeLimitMs: 1_000 })).rejects.toThrow(expect.objectContaining({ name: "ModuleError", message: expect.stringContaining(says) as string }) as Error);
  });

  it("may use so much memory, and return so much", async () => {
    await expect(evaluate("const all = []; for (;;) all.push(new Array(1e6).fill(all.length));")).rejects.toThrow(ModuleError);
    await expect(evaluate("module.exports = { big: 'x'.repeat(30e6) };")).rejects.toThrow("returned more than 20000000 characters");
    await expect(evaluate("throw new Error('x'.repeat(1e6));")).rejects.toThrow(/^x{2000}$/);
  });

  it("takes what it started with it", async () => {
    const pidFile = join(directory, "pid");
    const code = `const { spawn } = require("child_process");
      const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
      child.unref();
      require("fs").writeFileSync(${JSON.stringify(pidFile)}, String(child.pid));
      module.exports = { done: true };`;
    expect(await evaluate(code)).toEqual({ done: true });
    const pid = Number(await readFile(pidFile, "utf8"));
    for (let tries = 0; tries < 50 && (await isRunning(pid)); tries += 1) await setTimeout(100);
    expect(await isRunning(pid)).toBe(false);
  });

  it("ends when it is no longer wanted", async () => {
    const reason = new Error("no longer wanted");
    await expect(evaluate("for (;;);", { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});

/** Whether a process runs: one that ended and waits for its parent does not. */
async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => null);
  return status !== null && !/\) [ZX] /.test(status);
}
