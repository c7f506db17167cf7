import { allPages } from "@windlass/client/all-pages";
import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { tableOr } from "../output/table.js";

export function registerAccounts(program: Command, cli: Cli): void {
  const accounts = program.command("accounts").description("AWS accounts that Windlass may deploy to");
  accounts
    .command("list")
    .description("list the accounts; the one named `sandbox` is the local AWS emulator")
    .addHelpText("after", "\nExample:\n  $ windlass accounts list --json")
    .action(
      serverAction(cli, async ({ client, printer, signal }) => {
        const items = await allPages((cursor) => client.accounts.list({ cursor, limit: 100 }, { signal }));
        printer.result(items, () =>
          tableOr(
            "No accounts yet. Connect one on the AWS accounts page.",
            ["NAME", "KIND", "AWS ACCOUNT", "REGION", "STAGES"],
            items.map((item) => [item.name, item.kind, item.awsAccountId ?? "", item.defaultRegion, String(item.stageCount)]),
          ),
        );
      }),
    );
}
