import type { Command } from "commander";
import { randomUUID } from "node:crypto";
import type { Cli } from "../cli.js";
import { serverAction, type StageArguments } from "../context.js";
import { finishDeployment } from "../follow/finish-deployment.js";
import { usageError } from "../usage-error.js";

interface RemoveOptions {
  yes?: boolean;
  wait?: boolean;
}

export function registerRemove(program: Command, cli: Cli): void {
  program
    .command("remove <service> <stage>")
    .description("delete the stack of a stage and what is in it")
    .option("--yes", "yes, delete it (required)")
    .option("--wait", "wait for the end; exit code 0 only when it succeeded")
    .addHelpText("after", "\nExample:\n  $ windlass remove hello pr-42 --yes --wait")
    .action(
      serverAction<StageArguments, RemoveOptions>(cli, async (context, { args: [service, stage], options }) => {
        if (options.yes !== true) {
          throw usageError(`Removing ${service}/${stage} deletes its stack and the data in it.`, "Add --yes if that is what you want.");
        }
        const call = { signal: context.signal, idempotencyKey: randomUUID() };
        const deployment = await context.client.deployments.remove({ service, stage }, { confirm: stage }, call);
        return finishDeployment(context, deployment, { wait: options.wait });
      }),
    );
}
