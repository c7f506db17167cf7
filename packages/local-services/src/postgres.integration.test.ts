import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import { signalProcess } from "./child.js";
import { startPostgres, type LocalPostgres } from "./postgres.js";

let folder: string;
let running: LocalPostgres[];
const start = async () => {
  const postgres = await startPostgres({ dataDir: join(folder, "data"), logFile: join(folder, "log"), volatile: true });
  running.push(postgres);
  return postgres;
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "windlass-postgres-")); // 0700: its owner's alone, as a home folder is
  running = [];
});
afterEach(async () => {
  await Promise.all(running.map((postgres) => postgres.stop()));
  rmSync(folder, { recursive: true });
});

async function query(postgres: LocalPostgres, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: postgres.adminUrl });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test("what was written is there after a stop and a start", async () => {
  const first = await start();
  await query(first, "create table kept as select 42 as answer");
  await first.stop();
  expect(signalProcess(first.child.pid, 0)).toBe(false);
  const second = await start();
  expect(await query(second, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("a server that a killed start left running is stopped, not fought with", async () => {
  const orphan = await start();
  await query(orphan, "create table kept as select 42 as answer");
  const next = await start();
  expect(signalProcess(orphan.child.pid, 0)).toBe(false);
  expect(await query(next, "select answer from kept")).toEqual([{ answer: 42 }]);
});

test("a lock file whose process id belongs to another program by now does not keep it from starting", async () => {
  const first = await start();
  await first.stop();
  writeFileSync(join(folder, "data/cluster/postmaster.pid"), `${process.pid}\n${join(folder, "data/cluster")}\n`);
  const second = await start();
  expect(await query(second, "select 1 as one")).toEqual([{ one: 1 }]);
});

test("strangers without the password are refused", async () => {
  const postgres = await start();
  const stranger = new pg.Client({ connectionString: postgres.adminUrl.replace(/:[^:@]+@/, ":wrong@") });
  await expect(stranger.connect()).rejects.toThrow("password authentication failed");
});
