import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkGit } from "./start/check-machine.mjs";
import { hasHint } from "./steps/failure.mjs";
import { root, sandboxEnvironment } from "./steps/layout.mjs";
import { prepareServer, prepareWeb } from "./steps/prepare.mjs";
import { runScript } from "./steps/run-script.mjs";
import { needChromium } from "./test/need-chromium.mjs";
import { runStages, summarise } from "./test/run-stages.mjs";
import { sandboxTestFiles } from "./test/sandbox-test-files.mjs";
import { checks, endToEnd, vitest } from "./test/stages.mjs";

/** @typedef {import("./steps/run-script.mjs").Script} Script */

/** Null when the sandbox is there, else why not. In CI that is a failure. @param {Script} script */
async function needSandbox({ progress, lifetime }) {
  const { prepareSandbox } = await import("@windlass/local-services/sandbox-environment");
  try {
    await progress.step("Install the AWS sandbox", () => prepareSandbox(sandboxEnvironment, lifetime.signal));
    return null;
  } catch (error) {
    if (process.env.CI === "true" || !hasHint(error)) throw error;
    return error.message;
  }
}

/** The one test file that needs a Docker engine. */
const engineTest = "apps/worker/src/build/container/container.integration.test.ts";

/** Where a Docker engine is, or why there is none: few machines may run one, so what it would prove is left out then, which the last lines say. @param {Script} script */
async function needEngine({ progress, lifetime }) {
  const { needDockerEngine } = await import("@windlass/local-services/docker-engine");
  try {
    const engine = await progress.step("Find a Docker engine", () => needDockerEngine(join(root, "node_modules/.cache")), ({ host }) => host);
    lifetime.defer("Docker engine", () => engine.stop());
    return { engine: engine.host, engineMissing: null };
  } catch (error) {
    if (!hasHint(error)) throw error;
    return { engine: null, engineMissing: `${error.message} ${error.hint}` };
  }
}

/** What a fresh machine lacks. @param {Script} script */
async function needTools(script) {
  const { progress, lifetime } = script;
  await checkGit(lifetime.signal);
  await prepareServer({ progress, signal: lifetime.signal });
  await prepareWeb({ progress, signal: lifetime.signal });
  const { redisProgram } = await import("@windlass/local-services/redis");
  await progress.step("Find Redis", () => redisProgram(), String);
  const { bubblewrapProgram } = await import("@windlass/local-services/bubblewrap");
  await progress.step("Find bubblewrap", () => bubblewrapProgram(), String);
  const chromium = await progress.step("Find Chromium", () => needChromium(lifetime.signal), (path) => path ?? "Playwright's own");
  return { chromium, sandboxMissing: await needSandbox(script), ...(await needEngine(script)) };
}

await runScript(async (script) => {
  const { progress, lifetime } = script;
  const { chromium, sandboxMissing, engine, engineMissing } = await needTools(script);
  const reports = mkdtempSync(join(tmpdir(), "windlass-reports-"));
  lifetime.defer("Reports", async () => rmSync(reports, { recursive: true, force: true }));
  const exclude = sandboxMissing === null ? [] : sandboxTestFiles();
  const unbuilt = engineMissing === null ? [] : [engineTest];
  const env = sandboxMissing === null ? {} : { WINDLASS_TEST_SANDBOX: "0" };
  const integration = vitest("integration tests", { projects: ["integration"], report: join(reports, "integration.json"), exclude: [...exclude, ...unbuilt], env: { ...env, ...(engine === null ? {} : { WINDLASS_TEST_ENGINE: engine }) } });
  const unit = vitest("unit tests", { projects: ["unit"], report: join(reports, "unit.json") });
  const start = vitest("start tests", { projects: ["start"], report: join(reports, "start.json"), env });
  // Both wait more than they work.
  const served = sandboxMissing === null ? [integration, endToEnd({ report: join(reports, "e2e.json"), chromium })] : integration;
  const results = await runStages(script, [...checks, unit, served, start]);
  if (sandboxMissing !== null) {
    progress.warn(`NOT TESTED: ${exclude.length} integration test files and all end-to-end tests, for there is no AWS sandbox here: ${sandboxMissing}`);
  }
  if (engineMissing !== null) progress.warn(`NOT TESTED: builds in containers, for there is no Docker engine here: ${engineMissing}`);
  process.exitCode = summarise(progress, results) === 0 ? 0 : 1;
});
