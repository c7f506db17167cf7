import type { Command } from "commander";
import { positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { finishDeployment, type FinishOptions } from "../follow/finish-deployment.js";

export function registerOverrideFreeze(program: Command, cli: Cli): void {
  program
    .command("override-freeze")
    .argument("<service>")
    .argument("<stage>")
    .argument("<number>", "number of the deployment that waits", positiveNumber)
    .description("let one deployment run in spite of a freeze or a pause")
    .requiredOption("--reason <text>", "why, for the audit log")
    .option("--follow", "show every line of the log until the end")
    .option("--wait", "wait for the end; exit code 0 only when it succeeded")
    .addHelpText("after", '\nExample:\n  $ windlass override-freeze hello prod 42 --reason "Checkout is down" --wait')
    .action(
      serverAction<[service: string, stage: string, number: number], FinishOptions & { reason: string }>(
        cli,
        async (context, { args: [service, stage, number], options }) => {
          const { client, signal } = context;
          const deployment = await client.deployments.overrideFreeze({ service, stage, number }, { reason: options.reason }, { signal });
          return finishDeployment(context, deployment, options);
        },
      ),
    );
}
