import type { Command } from "commander";
import { listLimit } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { groupsTable } from "../output/group-text.js";

export function registerGroups(program: Command, cli: Cli): void {
  program
    .command("groups")
    .description("list what pushes and requests deployed or removed together, newest first")
    .option("--limit <count>", "how many at most", listLimit, 25)
    .addHelpText("after", "\nExamples:\n  $ windlass groups\n  $ windlass groups --limit 5 --json")
    .action(
      serverAction<[], { limit: number }>(cli, async ({ client, printer, signal }, { options }) => {
        const { items } = await client.deploymentGroups.list(options, { signal });
        printer.result(items, () => groupsTable(items));
      }),
    );
}
