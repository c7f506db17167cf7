import type { Client } from "@windlass/client/client";
import type { Deployment, DeploymentSummary } from "@windlass/contracts/deployment";
import type { Command } from "commander";
import { listLimit, positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction, type StageArguments } from "../context.js";
import { deploymentJson } from "../output/deployment-json.js";
import { deploymentsTable, deploymentText } from "../output/deployment-text.js";

/** How many deployments are read at once for `--json`, which shows more of each than the list has. */
const readsAtOnce = 8;

export function registerDeployments(program: Command, cli: Cli): void {
  const deployments = program
    .command("deployments <service> <stage>")
    .description("list the deployments of a stage, newest first")
    .option("--limit <number>", "how many, at most 100", listLimit, 20)
    .addHelpText("after", "\nExamples:\n  $ windlass deployments hello dev --limit 5\n  $ windlass deployments show hello dev 41 --json")
    .action(
      serverAction<StageArguments, { limit: number }>(cli, async ({ client, printer, signal }, { args: [service, stage], options }) => {
        const { items } = await client.deployments.list({ service, stage }, { limit: options.limit }, { signal });
        if (printer.json) printer.result((await readAll(client, items, signal)).map(deploymentJson), "");
        else printer.result(items, () => deploymentsTable(items));
      }),
    );
  registerShow(deployments, cli);
}

/** `windlass show …` and `windlass deployments show …` are the same. */
export function registerShow(parent: Command, cli: Cli): void {
  parent
    .command("show")
    .argument("<service>")
    .argument("<stage>")
    .argument("<number>", "number of the deployment", positiveNumber)
    .description("show a deployment: its state, steps, changes, error and outputs")
    .addHelpText("after", "\nExample:\n  $ windlass show hello dev 41 --json")
    .action(
      serverAction<[service: string, stage: string, number: number]>(cli, async ({ client, printer, signal }, { args: [service, stage, number] }) => {
        const deployment = await client.deployments.get({ service, stage, number }, { signal });
        printer.result(deploymentJson(deployment), () => deploymentText(deployment));
      }),
    );
}

async function readAll(client: Client, summaries: readonly DeploymentSummary[], signal: AbortSignal): Promise<Deployment[]> {
  const read: Deployment[] = [];
  for (let start = 0; start < summaries.length; start += readsAtOnce) {
    const some = summaries.slice(start, start + readsAtOnce);
    read.push(...(await Promise.all(some.map((summary) => client.deployments.get(summary, { signal })))));
  }
  return read;
}
