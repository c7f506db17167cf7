import type { Client } from "@windlass/client/client";
import type { DriftCheck } from "@windlass/contracts/drift";
import type { Command } from "commander";
import { setTimeout as sleep } from "node:timers/promises";
import type { Cli } from "../cli.js";
import { serverAction, type StageArguments } from "../context.js";
import { exitCodes, type ExitCode } from "../exit-code.js";
import { finishDeployment } from "../follow/finish-deployment.js";
import { driftText } from "../output/drift-text.js";

interface DriftOptions {
  wait?: boolean;
  reapply?: boolean;
}

const pollMs = 500;

export function registerDrift(program: Command, cli: Cli): void {
  program
    .command("drift <service> <stage>")
    .description("compare what runs in AWS with the stage's release")
    .option("--wait", "wait for a check that is made now; without it, the last one is shown")
    .option("--reapply", "put back what the release describes; with --wait until the end")
    .addHelpText("after", "\nExit code 1: something differs that nobody has accepted.\n\nExamples:\n  $ windlass drift hello prod --wait --json\n  $ windlass drift hello prod --reapply --wait")
    .action(
      serverAction<StageArguments, DriftOptions>(cli, async (context, { args: [service, stage], options }) => {
        const { client, printer, signal } = context;
        const address = { service, stage };
        if (options.reapply === true) return finishDeployment(context, await client.drift.reapply(address, { signal }), { wait: options.wait });
        const check = options.wait === true ? await waitForCheck(client, (await client.drift.check(address, { signal })).id, signal) : (await client.drift.get(address, { signal })).latest;
        printer.result(check, () => driftText(check, address));
        return exitCodeOf(check, options);
      }),
    );
}

async function waitForCheck(client: Client, id: string, signal: AbortSignal): Promise<DriftCheck> {
  for (;;) {
    const check = await client.drift.readCheck(id, { signal });
    if (check.finishedAt !== null) return check;
    await sleep(pollMs, undefined, { signal });
  }
}

/** A check that found nothing new is the only good end; without one there is nothing to judge by. */
function exitCodeOf(check: DriftCheck | null, { wait }: DriftOptions): ExitCode {
  if (check === null) return wait === true ? exitCodes.failed : exitCodes.ok;
  return check.result !== null && !check.result.drifted ? exitCodes.ok : exitCodes.failed;
}
