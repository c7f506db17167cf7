import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { runProcess, type ProcessInput } from "./run-process.js";

const node = (script: string, input: Partial<ProcessInput> = {}) =>
  runProcess({
    program: process.execPath,
    args: ["-e", script],
    cwd: tmpdir(),
    env: {},
    timeoutMs: 20_000,
    signal: new AbortController().signal,
    ...input,
  });

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe("running a process", () => {
  it("hands on its output and its end", async () => {
    const seen: string[] = [];
    const end = await node("console.log('out'); console.error('err'); process.exitCode = 3", {
      onStdout: (chunk) => seen.push(`1 ${chunk.toString()}`),
      onStderr: (chunk) => seen.push(`2 ${chunk.toString()}`),
    });
    expect(end).toEqual({ ended: "exited", code: 3 });
    expect(seen.sort()).toEqual(["1 out\n", "2 err\n"]);
  });

  it("begins only once it was admitted, and does not when it was refused", async () => {
    const told: string[] = [];
    const script = "require('node:fs').readSync(3, Buffer.alloc(1)); console.log('begun')";
    const onStdout = (chunk: Buffer) => told.push(chunk.toString().trim());
    const admit = async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      told.push("admitted");
    };
    expect(await node(script, { onStdout, admit })).toEqual({ ended: "exited", code: 0 });
    expect(told).toEqual(["admitted", "begun"]);
    await expect(node(script, { onStdout, admit: () => Promise.reject(new Error("no room")) })).rejects.toThrow("no room");
    expect(told).toEqual(["admitted", "begun"]);
  });

  it("hands on all that was written before the end, however slowly it is taken", async () => {
    let lines = 0;
    const slow = () => new Promise<void>((resolve) => setTimeout(resolve, 100));
    await node("process.stdout.write('line\\n'.repeat(30_000))", { onStdout: (chunk) => (lines += chunk.toString().split("\n").length - 1), ready: slow });
    expect(lines).toBe(30_000);
  });

  it("hands a burst over bit by bit, and takes no more before it is told to (F27)", async () => {
    let handed = 0;
    let most = 0;
    const ready = async (): Promise<void> => {
      most = Math.max(most, handed);
      handed = 0;
      await new Promise((resolve) => setImmediate(resolve));
    };
    await node("process.stdout.write('line\\n'.repeat(200_000))", { onStdout: (chunk) => (handed += chunk.length), ready });
    expect(most).toBeLessThanOrEqual(8 * 1024);
  });

  it("gives it the environment that it was given, and nothing else", async () => {
    let text = "";
    await node("console.log(JSON.stringify(process.env))", { env: { ONLY: "this" }, onStdout: (chunk) => (text += chunk.toString()) });
    expect(Object.keys(JSON.parse(text)).filter((name) => !name.startsWith("__"))).toEqual(["ONLY"]);
  });

  it("says that a program is not there", async () => {
    expect(await node("", { program: "/no/such/program" })).toEqual({ ended: "not_started", reason: "ENOENT" });
  });

  it("ends it, and what it started, when the time is up", async () => {
    let grandchild = 0;
    const script = `const { pid } = require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]); console.log(pid); setInterval(() => {}, 1000)`;
    const end = await node(script, { timeoutMs: 700, onStdout: (chunk) => (grandchild = Number(chunk.toString())) });
    expect(end).toEqual({ ended: "timed_out" });
    await expect.poll(() => isAlive(grandchild), { timeout: 3_000 }).toBe(false);
  });

  it("ends one that will not end, and throws the reason of the signal", async () => {
    const stop = new AbortController();
    const running = node("process.on('SIGTERM', () => {}); console.log('up'); setInterval(() => {}, 1000)", {
      signal: stop.signal,
      onStdout: () => stop.abort(new Error("cancelled")),
    });
    await expect(running).rejects.toThrow("cancelled");
  });
});
