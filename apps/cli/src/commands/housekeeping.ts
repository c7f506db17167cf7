import type { Client } from "@windlass/client/client";
import type { Housekeeping, HousekeepingPlan } from "@windlass/contracts/housekeeping";
import type { Command } from "commander";
import { setTimeout as sleep } from "node:timers/promises";
import { positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { exitCodes } from "../exit-code.js";
import { tableOr } from "../output/table.js";

interface HousekeepingOptions {
  dryRun?: boolean;
  keep?: number;
  payloadDays?: number;
}

const pollMs = 500;

export function registerHousekeeping(program: Command, cli: Cli): void {
  program
    .command("housekeeping")
    .description("take the artifacts of releases that nobody needs any more out of their buckets")
    .option("--dry-run", "show what would be taken, and take nothing")
    .option("--keep <number>", "from now on keep so many of the newest releases of each stage", positiveNumber)
    .option("--payload-days <number>", "from now on keep the payloads of webhook deliveries for so many days", positiveNumber)
    .addHelpText("after", "\nWorkers do it by themselves every hour.\n\nExamples:\n  $ windlass housekeeping --dry-run\n  $ windlass housekeeping --keep 20 --dry-run")
    .action(
      serverAction<[], HousekeepingOptions>(cli, async ({ client, printer, signal }, { options }) => {
        if (options.keep !== undefined || options.payloadDays !== undefined) {
          await client.housekeeping.update({ keepReleases: options.keep, keepPayloadDays: options.payloadDays }, { signal });
        }
        if (options.dryRun === true) {
          const state = await client.housekeeping.get({ signal });
          printer.result(state, () => planText(state));
          return;
        }
        const { lastRun } = await run(client, signal);
        printer.result(lastRun, () => `Took ${lastRun?.objects ?? 0} objects (${kilobytes(lastRun?.sizeBytes ?? 0)}) of ${lastRun?.releases ?? 0} releases away.${lastRun?.error ? `\n${lastRun.error.message}\n${lastRun.error.hint}` : ""}`);
        return lastRun?.error ? exitCodes.failed : exitCodes.ok;
      }),
    );
}

/** Asks for a run and waits until a worker has done it. */
async function run(client: Client, signal: AbortSignal): Promise<Housekeeping> {
  const { requestedAt } = await client.housekeeping.request({ signal });
  for (;;) {
    const state = await client.housekeeping.get({ signal });
    if (requestedAt === null || (state.lastRun !== null && state.lastRun.startedAt >= requestedAt)) return state;
    await sleep(pollMs, undefined, { signal });
  }
}

function planText({ plan, keepReleases, keepPayloadDays }: { plan: HousekeepingPlan; keepReleases: number; keepPayloadDays: number }): string {
  const rows = plan.releases.map(({ service, stage, number, createdAt }) => [`${service}/${stage}`, `#${number}`, createdAt]);
  const table = tableOr("No release would be taken.", ["STAGE", "RELEASE", "BUILT"], rows);
  return `${table}\n\n${plan.objects} objects (${kilobytes(plan.sizeBytes)}) would go; ${plan.kept} releases stay (the newest ${keepReleases} of each stage, what runs, and what is pinned). Payloads of deliveries are kept for ${keepPayloadDays} days.`;
}

function kilobytes(bytes: number): string {
  return `${Math.ceil(bytes / 1024)} kB`;
}
