import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction, type StageArguments } from "../context.js";
import { stageJson } from "../output/stage-json.js";

export function registerPause(program: Command, cli: Cli): void {
  program
    .command("pause <service> <stage>")
    .description("keep what waits for a stage in the queue until it is resumed; what runs goes on")
    .requiredOption("--reason <text>", "why, for those who wait and for the audit log")
    .addHelpText("after", '\nExample:\n  $ windlass pause hello prod --reason "The database is being moved"')
    .action(
      serverAction<StageArguments, { reason: string }>(cli, async ({ client, printer, signal }, { args: [service, stage], options }) => {
        const paused = await client.stages.pause({ service, stage }, { reason: options.reason }, { signal });
        printer.result(stageJson(paused), `${service}/${stage} is paused.\nEnd it with: windlass resume ${service} ${stage}`);
      }),
    );
}

export function registerResume(program: Command, cli: Cli): void {
  program
    .command("resume <service> <stage>")
    .description("end the pause of a stage; what waits goes on")
    .addHelpText("after", "\nExample:\n  $ windlass resume hello prod")
    .action(
      serverAction<StageArguments>(cli, async ({ client, printer, signal }, { args: [service, stage] }) => {
        const resumed = await client.stages.resume({ service, stage }, { signal });
        printer.result(stageJson(resumed), resumed.hold === null ? `${service}/${stage} goes on.` : `${service}/${stage} is no longer paused. ${resumed.hold.message}.`);
      }),
    );
}
