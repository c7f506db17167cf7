import { previewStateSchema, type PreviewState } from "@windlass/contracts/preview";
import { Option, type Command } from "commander";
import { listLimit, positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { previewText, previewsTable } from "../output/preview-text.js";
import { registerPreviewSettings } from "./preview-settings.js";

interface ListOptions {
  service?: string;
  state?: PreviewState;
  limit: number;
}

type Address = [service: string, number: string];
const addressOf = ([service, number]: Address) => ({ service, number: positiveNumber(number) });

export function registerPreviews(program: Command, cli: Cli): void {
  const previews = program.command("previews").description("environments of pull requests");
  previews
    .command("list")
    .description("list the previews that are there or wait")
    .option("--service <service>", "of one service")
    .addOption(new Option("--state <state>", "those in one state").choices(previewStateSchema.options))
    .option("--limit <count>", "how many at most", listLimit, 25)
    .addHelpText("after", "\nExamples:\n  $ windlass previews list\n  $ windlass previews list --service orders --state awaiting_approval --json")
    .action(
      serverAction<[], ListOptions>(cli, async ({ client, printer, signal }, { options }) => {
        const { items } = await client.previews.list(options, { signal });
        printer.result(items, () => previewsTable(items));
      }),
    );
  previews
    .command("show <service> <number>")
    .description("show a pull request's preview: why it is where it is, what it costs, what it changes of the build")
    .addHelpText("after", "\nExample:\n  $ windlass previews show orders 17")
    .action(
      serverAction<Address>(cli, async ({ client, printer, signal }, { args }) => {
        const preview = await client.previews.get(addressOf(args), { signal });
        printer.result(preview, () => previewText(preview));
      }),
    );
  registerChanges(previews, cli);
  registerPreviewSettings(previews, cli);
}

function registerChanges(previews: Command, cli: Cli): void {
  previews
    .command("request <service> <number>")
    .description("ask for the preview of a pull request, whatever its labels are")
    .addHelpText("after", "\nExample:\n  $ windlass previews request orders 17")
    .action(
      serverAction<Address>(cli, async ({ client, printer, signal }, { args }) => {
        const asked = await client.previews.request(addressOf(args), { signal });
        printer.result(asked, `Asked. What comes of it: windlass deliveries show ${asked.deliveryId}`);
      }),
    );
  previews
    .command("approve <service> <number>")
    .description("let one commit of somebody without write access be built and deployed, without secrets")
    .requiredOption("--commit <sha>", "the commit that you have looked at, in full")
    .addHelpText("after", "\nExample:\n  $ windlass previews approve orders 17 --commit 0123456789abcdef0123456789abcdef01234567")
    .action(
      serverAction<Address, { commit: string }>(cli, async ({ client, printer, signal }, { args, options: { commit } }) => {
        const preview = await client.previews.approve(addressOf(args), commit, { signal });
        printer.result(preview, () => previewText(preview));
      }),
    );
  for (const pinned of [true, false]) {
    const name = pinned ? "pin" : "unpin";
    previews
      .command(`${name} <service> <number>`)
      .description(pinned ? "keep a preview until its pull request is closed" : "let it expire again; its time begins anew")
      .addHelpText("after", `\nExample:\n  $ windlass previews ${name} orders 17`)
      .action(
        serverAction<Address>(cli, async ({ client, printer, signal }, { args }) => {
          const preview = await client.previews.pin(addressOf(args), pinned, { signal });
          printer.result(preview, () => previewText(preview));
        }),
      );
  }
  previews
    .command("remove <service> <number>")
    .description("remove a preview with everything in it, or try again at once what an earlier removal left")
    .addHelpText("after", "\nExample:\n  $ windlass previews remove orders 17")
    .action(
      serverAction<Address>(cli, async ({ client, printer, signal }, { args }) => {
        const preview = await client.previews.remove(addressOf(args), { signal });
        printer.result(preview, () => previewText(preview));
      }),
    );
}
