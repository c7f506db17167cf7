import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "./steps/failure.mjs";
import { prepareServer, prepareWeb } from "./steps/prepare.mjs";
import { runScript } from "./steps/run-script.mjs";

/** In the order in which they run. @type {Record<string, () => Promise<(options: { folder: string, rounds: number }) => Promise<import("../bench/rows.mjs").Row[]>>>} */
const benchmarks = {
  compile: async () => (await import("../bench/compile.mjs")).benchCompile,
  deploy: async () => (await import("../bench/deploy.mjs")).benchDeploy,
  "fast-path": async () => (await import("../bench/fast-path.mjs")).benchFastPath,
  api: async () => (await import("../bench/api.mjs")).benchApi,
  webhook: async () => (await import("../bench/webhook.mjs")).benchWebhook,
  queue: async () => (await import("../bench/queue.mjs")).benchQueue,
  history: async () => (await import("../bench/history.mjs")).benchHistory,
  artifacts: async () => (await import("../bench/artifacts.mjs")).benchArtifacts,
  storage: async () => (await import("../bench/storage.mjs")).benchStorage,
  polling: async () => (await import("../bench/polling.mjs")).benchPolling,
  parallel: async () => (await import("../bench/parallel.mjs")).benchParallel,
  "hostile-builds": async () => (await import("../bench/hostile-builds.mjs")).benchHostileBuilds,
  memory: async () => (await import("../bench/memory.mjs")).benchMemory,
  "log-stream": async () => (await import("../bench/log-stream.mjs")).benchLogStream,
  "log-replay": async () => (await import("../bench/log-replay.mjs")).benchLogReplay,
  "log-reconnects": async () => (await import("../bench/log-reconnects.mjs")).benchLogReconnects,
};
const names = Object.keys(benchmarks);

const usage = `npm run bench -- [--only ${names.join("|")}] [--rounds N]

Compares Windlass with a peer, or with the least that any program must do, in the same run and interleaved: medians,
ratios and every round. A row whose answer was wrong does not count; a benchmark that fails is named. --only may be given more than once. The exit code
says whether all answers were right, not whether goals were met: machines differ.`;

await runScript(async ({ progress, lifetime }) => {
  const { values } = parseArgs({ options: { only: { type: "string", multiple: true }, rounds: { type: "string" }, help: { type: "boolean", short: "h" } } });
  if (values.help) {
    console.log(usage);
    return;
  }
  const rounds = Number(values.rounds ?? 3);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Failure(`"${values.rounds}" is no number of rounds`, usage);
  const unknown = values.only?.find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Failure(`There is no benchmark "${unknown}"`, usage);
  const chosen = values.only ?? names;

  const context = { progress, signal: lifetime.signal };
  await prepareServer(context);
  if (chosen.some((name) => name !== "compile")) await prepareWeb(context);
  const { report, summary, verdict } = await import("../bench/rows.mjs");
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "windlass-bench-")));
  const rows = [];
  /** @type {string[]} */
  const failed = [];
  try {
    for (const name of names.filter((one) => chosen.includes(one))) {
      const bench = await benchmarks[name]();
      try {
        const measured = await progress.step(`Measure ${name}`, () => bench({ folder: join(folder, name), rounds }));
        for (const row of measured) progress.say(`  ${row.proof} ${row.what}: ${summary(row)}`);
        rows.push(...measured);
      } catch (error) {
        // What the others have measured is not lost with it.
        if (lifetime.signal.aborted) throw error;
        failed.push(name);
        console.error(error);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  console.log(`\n${report(rows)}`);
  if (failed.length > 0) console.log(`\nNot measured, for it failed: ${failed.join(", ")}`);
  if (failed.length > 0 || rows.some((row) => verdict(row) === "wrong")) process.exitCode = 1;
});
