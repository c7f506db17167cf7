import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { exitCodes } from "../exit-code.js";
import { healthText } from "../output/health-text.js";

const help = `
Exit code 0 when all is well, 1 when something keeps the server from working as it should.

Examples:
  $ windlass health
  $ windlass health --json | jq -r '.troubles[].code'`;

export function registerHealth(program: Command, cli: Cli): void {
  program
    .command("health")
    .description("say what keeps the server from working as it should, such as a Redis that is full")
    .addHelpText("after", help)
    .action(
      serverAction(cli, async ({ client, printer, signal }) => {
        const health = await client.health.get({ signal });
        printer.result(health, () => healthText(health));
        return health.status === "ok" ? exitCodes.ok : exitCodes.failed;
      }),
    );
}
