import type { Command } from "commander";
import { randomUUID } from "node:crypto";
import { positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction, type StageArguments } from "../context.js";
import { finishDeployment, type FinishOptions } from "../follow/finish-deployment.js";

export function registerRollback(program: Command, cli: Cli): void {
  program
    .command("rollback <service> <stage>")
    .description("put an earlier release back")
    .option("--to <number>", "deployment whose release is put back; the release before the current one when left out", positiveNumber)
    .option("--follow", "show every line of the log until the end")
    .option("--wait", "wait for the end; exit code 0 only when it succeeded")
    .addHelpText("after", "\nExamples:\n  $ windlass rollback hello prod --wait\n  $ windlass rollback hello prod --to 41 --follow")
    .action(
      serverAction<StageArguments, FinishOptions & { to?: number }>(cli, async (context, { args: [service, stage], options }) => {
        const input = options.to === undefined ? {} : { to: options.to };
        const call = { signal: context.signal, idempotencyKey: randomUUID() };
        const deployment = await context.client.deployments.rollBack({ service, stage }, input, call);
        return finishDeployment(context, deployment, options);
      }),
    );
}
