import type { Command } from "commander";
import { positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { timelineText } from "../output/timeline-text.js";

export function registerTimeline(program: Command, cli: Cli): void {
  program
    .command("timeline")
    .argument("<service>")
    .argument("<stage>")
    .argument("<number>", "number of the deployment", positiveNumber)
    .description("show where the time of a deployment went, and what decided how long it took")
    .addHelpText("after", "\nExamples:\n  $ windlass timeline hello prod 42\n  $ windlass timeline hello prod 42 --json | jq '[.rows[] | select(.critical)]'")
    .action(
      serverAction<[service: string, stage: string, number: number]>(cli, async ({ client, printer, signal }, { args: [service, stage, number] }) => {
        const timeline = await client.deployments.timeline({ service, stage, number }, { signal });
        printer.result(timeline, () => timelineText(timeline));
      }),
    );
}
