import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { startPostgres } from "./postgres.js";
import { startRedis } from "./redis.js";
import { startSandbox, type Sandbox } from "./sandbox.js";

declare module "vitest" {
  interface ProvidedContext {
    /** An administrator's URL; a test file makes its own database with `createTestDatabase`. */
    databaseUrl: string;
    redisUrl: string;
    /** The AWS emulator's endpoint. A test file is its own account by a random 12-digit access key id. */
    sandboxUrl: string;
  }
}

/** Outside the source tree's own folders, and kept between runs: installing the emulator takes longer than most tests. */
const environmentDir = join(import.meta.dirname, "../../../node_modules/.cache/windlass-sandbox");

/** Starts the services that integration tests run against, in a temporary folder, and ends them after the last test. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), "windlass-test-"));
  mkdirSync(join(directory, "logs"));
  const at = (name: string) => ({ dataDir: join(directory, name), logFile: join(directory, "logs", `${name}.log`) });
  const [postgres, redis, sandbox] = await Promise.all([
    startPostgres({ ...at("postgres"), volatile: true }),
    startRedis(at("redis")),
    startSandboxIfWanted(at("sandbox")),
  ]);
  project.provide("databaseUrl", postgres.adminUrl);
  project.provide("redisUrl", redis.url);
  if (sandbox) project.provide("sandboxUrl", sandbox.url);
  return async () => {
    await Promise.all([postgres.stop(), redis.stop(), sandbox?.stop()]);
    rmSync(directory, { recursive: true, force: true });
  };
}

/** `npm test` sets WINDLASS_TEST_SANDBOX=0 on a machine that cannot have the sandbox; its tests are left out then. */
async function startSandboxIfWanted(at: { dataDir: string; logFile: string }): Promise<Sandbox | null> {
  if (process.env.WINDLASS_TEST_SANDBOX === "0") return null;
  return startSandbox({ ...at, environmentDir, persistent: false });
}
