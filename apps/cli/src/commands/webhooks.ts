import { deliveryProviderNames, type DeliveryProvider } from "@windlass/contracts/delivery";
import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { formatTable } from "../output/table.js";

export function registerWebhooks(program: Command, cli: Cli): void {
  program
    .command("webhooks")
    .description("show the address and the secret to give to GitHub, GitLab or Bitbucket")
    .addHelpText("after", "\nNeeds the role admin. GitHub: content type application/json, the push event. GitLab: push, tag push, merge request and comment events, the secret token or the signing token.\nBitbucket: repository push.\n\nExample:\n  $ windlass webhooks --json")
    .action(
      serverAction(cli, async ({ client, printer, signal }) => {
        const settings = await client.settings.webhook({ signal });
        const all = [{ provider: "github" as const, url: settings.url, secret: settings.secret, signingToken: null }, ...settings.others];
        printer.result(all, () => formatTable([["SERVICE", "ADDRESS", "SECRET"], ...all.flatMap(rowsOf)]));
      }),
    );
}

function rowsOf({ provider, url, secret, signingToken }: { provider: DeliveryProvider; url: string; secret: string; signingToken: string | null }): string[][] {
  const name = deliveryProviderNames[provider];
  return [[name, url, secret], ...(signingToken === null ? [] : [[`${name} (signing token)`, url, signingToken]])];
}
