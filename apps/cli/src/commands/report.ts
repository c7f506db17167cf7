import type { Command } from "commander";
import { positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { deploymentJson } from "../output/deployment-json.js";

export function registerReport(program: Command, cli: Cli): void {
  program
    .command("report")
    .argument("<service>")
    .argument("<stage>")
    .argument("<number>", "number of the deployment", positiveNumber)
    .description("tell the repository's host of a deployment once more: its status, environment and comment")
    .addHelpText("after", "\nExample:\n  $ windlass report hello prod 42")
    .action(
      serverAction<[service: string, stage: string, number: number], object>(cli, async ({ client, printer, signal }, { args: [service, stage, number] }) => {
        const deployment = await client.deployments.reportAgain({ service, stage, number }, { signal });
        printer.result(deploymentJson(deployment), `Asked. What came of it: windlass show ${service} ${stage} ${number}`);
      }),
    );
}
