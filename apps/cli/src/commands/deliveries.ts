import { deliveryReasonSchema, type DeliveryReason } from "@windlass/contracts/delivery";
import { InvalidArgumentError, type Command } from "commander";
import { setTimeout as sleep } from "node:timers/promises";
import { listLimit } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { deliveriesTable, deliveryText } from "../output/delivery-text.js";

interface ListOptions {
  event?: string;
  repository?: string;
  outcome?: DeliveryReason;
  limit: number;
}

export function registerDeliveries(program: Command, cli: Cli): void {
  const deliveries = program.command("deliveries").description("webhook requests as received, and what each led to");
  deliveries
    .command("list")
    .description("list deliveries, newest first")
    .option("--event <event>", "such as push")
    .option("--repository <name>", "as the sender names it, such as acme/shop")
    .option("--outcome <reason>", "such as deployed, no_matching_paths or failed", readReason)
    .option("--limit <count>", "how many at most", listLimit, 25)
    .addHelpText("after", "\nExamples:\n  $ windlass deliveries list\n  $ windlass deliveries list --repository acme/shop --outcome no_matching_paths --json")
    .action(
      serverAction<[], ListOptions>(cli, async ({ client, printer, signal }, { options: { event, repository, outcome, limit } }) => {
        const { items } = await client.deliveries.list({ event, repository, reason: outcome, limit }, { signal });
        printer.result(items, () => deliveriesTable(items));
      }),
    );
  deliveries
    .command("show <id>")
    .description("show a delivery: what it meant for each stage and why, its headers and its payload")
    .addHelpText("after", "\nExample:\n  $ windlass deliveries show 019abc00-0000-7000-8000-000000000000 --json")
    .action(
      serverAction<[id: string]>(cli, async ({ client, printer, signal }, { args: [id] }) => {
        const delivery = await client.deliveries.get(id, { signal });
        printer.result(delivery, () => deliveryText(delivery));
      }),
    );
  deliveries
    .command("reprocess <id>")
    .description("have a delivery processed by the rules of now; nothing is deployed twice unless asked for")
    .option("--again", "deploy again what is deployed already")
    .addHelpText("after", "\nExamples:\n  $ windlass deliveries reprocess 019abc00-0000-7000-8000-000000000000\n  $ windlass deliveries reprocess 019abc00-0000-7000-8000-000000000000 --again")
    .action(
      serverAction<[id: string], { again?: boolean }>(cli, async ({ client, printer, signal }, { args: [id], options: { again = false } }) => {
        await client.deliveries.process(id, { again }, { signal });
        const delivery = await waitForOutcome(() => client.deliveries.get(id, { signal }), signal);
        printer.result(delivery, () => deliveryText(delivery));
      }),
    );
}

function readReason(text: string): DeliveryReason {
  const reason = deliveryReasonSchema.safeParse(text);
  if (!reason.success) throw new InvalidArgumentError(`Use one of ${deliveryReasonSchema.options.join(", ")}.`);
  return reason.data;
}

/** Processing takes a moment where a worker is idle; where none is, the delivery is shown as it waits. */
async function waitForOutcome<T extends { processedAt: string | null }>(read: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let looks = 0; ; looks += 1) {
    const delivery = await read();
    if (delivery.processedAt !== null || looks === 40) return delivery;
    await sleep(250, undefined, { signal });
  }
}
