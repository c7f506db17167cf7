import { followDeployment } from "@windlass/client/follow-deployment";
import { WindlassError } from "@windlass/contracts/error";
import type { DeploymentEvent } from "@windlass/contracts/event";
import type { Command } from "commander";
import { positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction, type CommandContext } from "../context.js";
import { exitCodes, type ExitCode } from "../exit-code.js";
import { eventText } from "../output/event-text.js";

const eventsPerPage = 500;

interface Target {
  service: string;
  stage: string;
  number: number | undefined;
}

export function registerLogs(program: Command, cli: Cli): void {
  program
    .command("logs")
    .argument("<service>")
    .argument("<stage>")
    .argument("[number]", "number of the deployment; the last one when left out", positiveNumber)
    .description("show the log of a deployment")
    .option("--follow", "go on until the deployment has ended")
    .addHelpText("after", "\nExamples:\n  $ windlass logs hello dev\n  $ windlass logs hello dev 41 --follow")
    .action(
      serverAction<[service: string, stage: string, number: number | undefined], { follow?: boolean }>(cli, (context, { args: [service, stage, number], options }) => showLog(context, { service, stage, number }, options.follow === true)),
    );
}

async function showLog(context: CommandContext, target: Target, follow: boolean): Promise<ExitCode> {
  const { client, printer, signal } = context;
  const deployment = await findDeployment(context, target);
  const all: DeploymentEvent[] = [];
  const take = (events: readonly DeploymentEvent[]) => {
    if (printer.json) all.push(...events);
    // With --json, the lines are the result; they are shown as they come only to those who follow.
    if (printer.json && !follow) return;
    for (const text of events.map(eventText)) if (text !== null) printer.line(text);
  };
  if (follow) await followDeployment(client, await context.live(), { deployment, after: 0, onEvents: take, signal });
  else {
    for (let seq = 0; seq < deployment.lastSeq; ) {
      const { items } = await client.deployments.events(deployment, { after: seq, limit: eventsPerPage }, { signal });
      take(items);
      seq = items.at(-1)?.seq ?? deployment.lastSeq;
    }
  }
  if (printer.json) printer.result(all, "");
  return exitCodes.ok;
}

async function findDeployment({ client, signal }: CommandContext, { service, stage, number }: Target) {
  if (number !== undefined) return client.deployments.get({ service, stage, number }, { signal });
  const { items } = await client.deployments.list({ service, stage }, { limit: 1 }, { signal });
  const last = items[0];
  if (last === undefined) throw new WindlassError("not_found", `${service}/${stage} has no deployments.`, { hint: `Deploy it with: windlass deploy ${service} ${stage}` });
  return client.deployments.get(last, { signal });
}
