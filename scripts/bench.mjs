import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "./steps/failure.mjs";
import { prepareServer, prepareWeb } from "./steps/prepare.mjs";
import { runScript } from "./steps/run-script.mjs";

const usage = `npm run bench -- [--only compile|deploy] [--rounds N]

Compares Windlass with its peer in the same run, interleaved: medians, ratios and every round. A row whose answer was
wrong does not count. The exit code says whether all answers were right, not whether goals were met: machines differ.`;

await runScript(async ({ progress, lifetime }) => {
  const { values } = parseArgs({ options: { only: { type: "string" }, rounds: { type: "string" }, help: { type: "boolean", short: "h" } } });
  if (values.help) {
    console.log(usage);
    return;
  }
  const rounds = Number(values.rounds ?? 3);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Failure(`"${values.rounds}" is no number of rounds`, usage);
  if (values.only !== undefined && !["compile", "deploy"].includes(values.only)) throw new Failure(`There is no benchmark "${values.only}"`, usage);

  const context = { progress, signal: lifetime.signal };
  await prepareServer(context);
  if (values.only !== "compile") await prepareWeb(context);
  const { report, verdict } = await import("../bench/rows.mjs");
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "windlass-bench-")));
  const rows = [];
  try {
    if (values.only !== "deploy") {
      const { benchCompile } = await import("../bench/compile.mjs");
      rows.push(...(await progress.step("Compile", () => benchCompile({ folder: join(folder, "compile"), rounds }))));
    }
    if (values.only !== "compile") {
      const { benchDeploy } = await import("../bench/deploy.mjs");
      rows.push(...(await progress.step("Deploy", () => benchDeploy({ folder: join(folder, "deploy"), rounds }))));
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${report(rows)}`);
  if (rows.some((row) => verdict(row) === "wrong")) process.exitCode = 1;
});
