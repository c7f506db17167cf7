import { allPages } from "@windlass/client/all-pages";
import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { tableOr } from "../output/table.js";

export function registerRepositories(program: Command, cli: Cli): void {
  const repositories = program.command("repositories").description("git repositories that services are deployed from");
  repositories
    .command("list")
    .description("list the repositories")
    .addHelpText("after", "\nExample:\n  $ windlass repositories list")
    .action(
      serverAction(cli, async ({ client, printer, signal }) => {
        const items = await allPages((cursor) => client.repositories.list({ cursor, limit: 100 }, { signal }));
        printer.result(items, () =>
          tableOr(
            "No repositories yet. Creating a service registers its repository.",
            ["URL", "PROVIDER", "FULL NAME", "BRANCH", "SERVICES"],
            items.map((item) => [item.url, item.provider, item.fullName ?? "", item.defaultBranch, String(item.serviceCount)]),
          ),
        );
      }),
    );
}
