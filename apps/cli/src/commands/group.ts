import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { finishGroup } from "../follow/finish-group.js";

export function registerGroup(program: Command, cli: Cli): void {
  program
    .command("group <id>")
    .description("show what a push or a request deploys together, in waves")
    .option("--wait", "wait for the end; exit code 0 only when all succeeded")
    .addHelpText("after", "\nExample:\n  $ windlass group 019ad3c2-7e4b-7000-8000-1f2e3d4c5b6a --wait")
    .action(
      serverAction<[id: string], { wait?: boolean }>(cli, async (context, { args: [id], options }) => {
        const group = await context.client.deploymentGroups.get(id, { signal: context.signal });
        return finishGroup(context, group, { wait: options.wait === true });
      }),
    );
}
