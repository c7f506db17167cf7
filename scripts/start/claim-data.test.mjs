import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { claimData } from "./claim-data.mjs";

/** @type {string} */
let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "windlass-claim-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const sleeper = () => spawn(process.execPath, ["-e", "setTimeout(() => {}, 60_000)", "windlass-test-sleeper"], { detached: true, stdio: "ignore" });
/** @param {import("node:child_process").ChildProcess} child */
const endOf = (child) => new Promise((resolve) => child.once("exit", (_, signal) => resolve(signal)));
/** @param {unknown} claim */
const write = (claim) => writeFileSync(join(folder, "running.json"), JSON.stringify(claim));

test("a folder that another instance uses is refused, and its processes are left alone", async () => {
  const other = sleeper();
  write({ owner: { name: "start", pid: other.pid, command: "windlass-test-sleeper" }, children: [] });
  await expect(claimData(folder)).rejects.toThrow(`already running with the data folder ${folder} (process ${other.pid})`);
  const ended = endOf(other);
  other.kill("SIGKILL");
  await ended;
});

test("what an instance that was killed left running is ended", async () => {
  const orphan = sleeper();
  const ended = endOf(orphan);
  write({ owner: { name: "start", pid: 2 ** 22 + 1, command: "start.mjs" }, children: [{ name: "The API", pid: orphan.pid, command: "windlass-test-sleeper" }] });
  await claimData(folder);
  expect(await ended).toBe("SIGTERM");
});

test("a process that has the id of an ended one by chance is left alone", async () => {
  const stranger = sleeper();
  write({ owner: null, children: [{ name: "The API", pid: stranger.pid, command: "apps/api/dist/server.js" }] });
  await claimData(folder);
  expect(stranger.exitCode ?? stranger.signalCode).toBe(null);
  const ended = endOf(stranger);
  stranger.kill("SIGKILL");
  await ended;
});

test("a note that was cut off in the middle of a write does not keep it from starting", async () => {
  writeFileSync(join(folder, "running.json"), '{"owner":');
  const claim = await claimData(folder);
  expect(existsSync(join(folder, "running.json"))).toBe(true);
  await claim.release();
  expect(existsSync(join(folder, "running.json"))).toBe(false);
});
