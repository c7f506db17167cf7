import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatePrisma } from "./steps/generate-prisma.mjs";
import { installPackages } from "./steps/install-packages.mjs";
import { runScript } from "./steps/run-script.mjs";
import { runStages, summarise } from "./test/run-stages.mjs";
import { checks, vitest } from "./test/stages.mjs";

// Everything that needs no service: types, lint, boundaries, unit tests.
await runScript(async (script) => {
  const { progress, lifetime } = script;
  await progress.step("Install packages", () => installPackages(lifetime.signal), String);
  await progress.step("Generate the database client", () => generatePrisma(lifetime.signal), String);
  const reports = mkdtempSync(join(tmpdir(), "windlass-verify-"));
  lifetime.defer("Reports", async () => rmSync(reports, { recursive: true, force: true }));
  const results = await runStages(script, [...checks, vitest("unit tests", { projects: ["unit"], report: join(reports, "unit.json") })]);
  process.exitCode = summarise(progress, results) === 0 ? 0 : 1;
});
