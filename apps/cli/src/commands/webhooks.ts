import { deliveryProviderNames } from "@windlass/contracts/delivery";
import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { formatTable } from "../output/table.js";

export function registerWebhooks(program: Command, cli: Cli): void {
  program
    .command("webhooks")
    .description("show the address and the secret to give to GitHub, GitLab or Bitbucket")
    .addHelpText("after", "\nNeeds the role admin. GitHub: content type application/json, the push event. GitLab: push and tag push events, the secret token.\nBitbucket: repository push.\n\nExample:\n  $ windlass webhooks --json")
    .action(
      serverAction(cli, async ({ client, printer, signal }) => {
        const settings = await client.settings.webhook({ signal });
        const all = [{ provider: "github" as const, url: settings.url, secret: settings.secret }, ...settings.others];
        printer.result(all, () => formatTable([["SERVICE", "ADDRESS", "SECRET"], ...all.map(({ provider, url, secret }) => [deliveryProviderNames[provider], url, secret])]));
      }),
    );
}
