import type { Command } from "commander";
import { positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { finishDeployment, type FinishOptions } from "../follow/finish-deployment.js";
import { newKey } from "../http/new-key.js";

type PromoteArguments = [service: string, from: string, number: number, to: string];

export function registerPromote(program: Command, cli: Cli): void {
  program
    .command("promote")
    .argument("<service>")
    .argument("<from-stage>", "stage that runs what is promoted")
    .argument("<number>", "number of a deployment of it that succeeded", positiveNumber)
    .argument("<to-stage>", "stage of the same service that gets it")
    .description("deploy the commit of another stage's deployment, with the same bytes where they are equal")
    .option("--follow", "show every line of the log until the end")
    .option("--wait", "wait for the end; exit code 0 only when it succeeded")
    .addHelpText("after", "\nExamples:\n  $ windlass promote hello dev 118 prod --wait\n  $ windlass promote hello dev 118 prod --follow --json")
    .action(
      serverAction<PromoteArguments, FinishOptions>(cli, async (context, { args: [service, from, number, to], options }) => {
        const call = { signal: context.signal, idempotencyKey: newKey() };
        return finishDeployment(context, context.client.deployments.promote({ service, stage: to }, { stage: from, number }, call), options);
      }),
    );
}
