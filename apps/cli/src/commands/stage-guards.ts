import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { canarySettingsSchema, guardSettingsSchema, type CanarySettings, type UpdateStageSettings } from "@windlass/contracts/stage-settings";
import type { Command } from "commander";
import type { ZodType } from "zod";
import type { Cli } from "../cli.js";
import { serverAction, type StageArguments } from "../context.js";
import { guardSettingsText } from "../output/guard-text.js";
import { usageError } from "../usage-error.js";

interface Options {
  setFile?: string;
  canary?: string | false;
  stepSeconds?: string;
}

const examples = `
Examples:
  $ windlass stages guards hello prod
  $ windlass stages guards hello prod --set-file guards.json
  $ windlass stages guards hello prod --canary 5,25,100 --step-seconds 300
  $ windlass stages guards hello prod --no-canary

guards.json, of which each part may be left out:
  { "smoke": [{ "method": "GET", "path": "/health", "status": 200, "body": "ok" }],
    "alarms": ["hello-prod-errors"],
    "metrics": [{ "metric": "error_rate", "maxIncrease": 2, "minimumSamples": 50 },
                { "metric": "p95_duration", "maxIncrease": 50, "minimumSamples": 50 }],
    "bakeSeconds": 600 }`;

/** What watches the releases of a stage: shown, and with options changed. */
export function registerStageGuards(stages: Command, cli: Cli): void {
  stages
    .command("guards <service> <stage>")
    .description("show or set what watches a fresh release, and puts the one before back when it trips")
    .option("--set-file <file>", "JSON file whose guards take the place of the stage's")
    .option("--canary <shares>", "shift traffic in these shares in percent, the last one 100")
    .option("--no-canary", "give new versions all traffic at once")
    .option("--step-seconds <seconds>", "how long each share but the last is watched; 300 when left out")
    .addHelpText("after", examples)
    .action(
      serverAction<StageArguments, Options>(cli, async ({ client, printer, signal, io }, { args: [service, stage], options }) => {
        const address = { service, stage };
        const settings = await readChange(options, io.cwd);
        const changed = Object.keys(settings).length > 0;
        const { settings: now } = changed ? await client.stages.update(address, { settings }, { signal }) : await client.stages.get(address, { signal });
        printer.result({ guards: now.guards, canary: now.canary }, () => `${changed ? "Saved. It counts from the next deployment on.\n\n" : ""}${guardSettingsText(now)}`);
      }),
    );
}

async function readChange({ setFile, canary, stepSeconds }: Options, cwd: string): Promise<UpdateStageSettings> {
  return {
    ...(setFile === undefined ? {} : { guards: parse(guardSettingsSchema, await readJson(resolve(cwd, setFile)), setFile) }),
    ...(canary === false ? { canary: null } : {}),
    ...(typeof canary === "string" ? { canary: parseCanary(canary, stepSeconds ?? "300") } : {}),
  };
}

function parseCanary(shares: string, stepSeconds: string): CanarySettings {
  return parse(canarySettingsSchema, { steps: shares.split(",").map(Number), stepSeconds: Number(stepSeconds) }, "--canary");
}

async function readJson(path: string): Promise<unknown> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw usageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`, "Name a JSON file: windlass stages guards --help shows one.");
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usageError(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`, "Correct the file. windlass stages guards --help shows one.");
  }
}

function parse<T>(schema: ZodType<T>, value: unknown, source: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const said = parsed.error.issues.map(({ path, message }) => (path.length === 0 ? message : `${path.join(".")}: ${message}`)).join("; ");
  throw usageError(`${source}: ${said}`, "windlass stages guards --help shows an example.");
}
