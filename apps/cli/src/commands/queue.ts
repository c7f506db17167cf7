import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { queueJson, queueText } from "../output/queue-text.js";

export function registerQueue(program: Command, cli: Cli): void {
  program
    .command("queue")
    .description("show what runs and what waits, with its place, the reason and what it waits for")
    .addHelpText("after", "\nExamples:\n  $ windlass queue\n  $ windlass queue --json | jq '.waiting[] | select(.reason == \"frozen\")'")
    .action(
      serverAction(cli, async ({ client, printer, signal }) => {
        const queue = await client.queue.get({ signal });
        printer.result(queueJson(queue), () => queueText(queue));
      }),
    );
}
