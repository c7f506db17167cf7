import { cancellationOf } from "@windlass/contracts/cancellation";
import type { Command } from "commander";
import { positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { exitCodes } from "../exit-code.js";
import { waitForEnd } from "../follow/finish-deployment.js";
import { deploymentJson } from "../output/deployment-json.js";
import { deploymentName, deploymentText } from "../output/deployment-text.js";

interface CancelOptions {
  dryRun?: boolean;
  wait?: boolean;
}

export function registerCancel(program: Command, cli: Cli): void {
  program
    .command("cancel")
    .argument("<service>")
    .argument("<stage>")
    .argument("<number>", "number of the deployment", positiveNumber)
    .description("cancel a deployment, in whatever state it is")
    .option("--dry-run", "only say what cancelling would do now")
    .option("--wait", "wait for its end; exit code 0 only when the cancellation took effect")
    .addHelpText("after", "\nExamples:\n  $ windlass cancel hello prod 42 --dry-run\n  $ windlass cancel hello prod 42 --wait")
    .action(
      serverAction<[service: string, stage: string, number: number], CancelOptions>(cli, async (context, { args: [service, stage, number], options }) => {
        const { client, printer, signal } = context;
        const before = await client.deployments.get({ service, stage, number }, { signal });
        const cancellation = cancellationOf(before);
        if (options.dryRun === true) {
          printer.result({ state: before.state, ...cancellation }, cancellation.allowed ? cancellation.effect : `It cannot be cancelled. ${cancellation.why}`);
          return cancellation.allowed ? exitCodes.ok : exitCodes.failed;
        }
        if (cancellation.allowed) printer.note(cancellation.effect);
        const asked = await client.deployments.cancel({ service, stage, number }, { signal });
        if (options.wait !== true) {
          printer.result(deploymentJson(asked), `${deploymentName(asked)} is ${asked.state}${asked.state === before.state ? ": it stops at the next safe point" : ""}.`);
          return exitCodes.ok;
        }
        const ended = await waitForEnd(context, asked, false);
        printer.result(deploymentJson(ended), () => deploymentText(ended));
        return ended.state === "cancelled" || ended.state === "rolled_back" ? exitCodes.ok : exitCodes.failed;
      }),
    );
}
