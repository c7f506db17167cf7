import { join } from "node:path";
import { parseArgs } from "node:util";
import { Failure } from "./steps/failure.mjs";
import { root } from "./steps/layout.mjs";
import { prepareServer } from "./steps/prepare.mjs";
import { run } from "./steps/run.mjs";
import { runScript } from "./steps/run-script.mjs";

const usage = `npm run test:faults -- [--only NAME] | --soak [--minutes N] [--seed N]

Runs every fault of the suite (apps/worker/src/faults/README.md) as often as is sensible; it takes about an hour. --only runs the files
whose path has NAME in it. --soak deploys every 20 s for 20 minutes while a random fault strikes each minute; the seed that it prints
repeats its faults. The upgrade is tried from the version before the newest migration, or from the commit that WINDLASS_OLD_REF names.`;

await runScript(async ({ progress, lifetime }) => {
  const { values } = parseArgs({
    options: {
      only: { type: "string" },
      soak: { type: "boolean", default: false },
      minutes: { type: "string", default: "20" },
      seed: { type: "string" },
      help: { type: "boolean", short: "h" },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  for (const [name, value] of Object.entries({ minutes: values.minutes, seed: values.seed ?? "0" })) {
    if (!/^\d+(\.\d+)?$/.test(value)) throw new Failure(`"${value}" is no number for --${name}`, usage);
  }
  await prepareServer({ progress, signal: lifetime.signal });
  const env = {
    ...process.env,
    WINDLASS_FAULTS: "whole",
    WINDLASS_SOAK_MINUTES: values.minutes,
    ...(values.seed === undefined ? {} : { WINDLASS_SOAK_SEED: values.seed }),
  };
  const args = ["run", "--project", values.soak ? "soak" : "faults", ...(values.only === undefined ? [] : [values.only])];
  const { code } = await run(join(root, "node_modules/.bin/vitest"), args, { cwd: root, signal: lifetime.signal, show: (text) => void process.stdout.write(text), env });
  process.exitCode = code ?? 1;
});
