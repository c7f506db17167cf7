import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction, type StageArguments } from "../context.js";
import { exitCodes } from "../exit-code.js";
import { waitForEnd } from "../follow/finish-deployment.js";
import { newKey } from "../http/new-key.js";
import { deploymentJson } from "../output/deployment-json.js";
import { deploymentText } from "../output/deployment-text.js";
import { createPaint } from "../output/paint.js";
import { chooseSource, type SourceOptions } from "../upload/choose-source.js";
import { planText } from "../output/plan-text.js";

export function registerPlan(program: Command, cli: Cli): void {
  program
    .command("plan <service> <stage>")
    .description("show what a deployment would change, and change nothing")
    .option("--ref <ref>", "branch, tag or commit; the stage's branch when left out")
    .option("--dir <folder>", "of this working copy instead, with uncommitted changes")
    .option("--follow", "show every line of the log meanwhile")
    .addHelpText("after", "\nExamples:\n  $ windlass plan hello prod\n  $ windlass plan hello prod --ref v1.4.0 --json\n  $ windlass plan hello dev --dir .\n\nExit code 0: there is a plan, be it that nothing changes. 1: it could not be made.")
    .action(
      serverAction<StageArguments, SourceOptions & { follow?: boolean }>(cli, async (context, { args: [service, stage], options }) => {
        const { client, printer, signal, io } = context;
        const input = await chooseSource(context, { service, ...options });
        const preview = await client.deployments.preview({ service, stage }, input, { signal, idempotencyKey: newKey() });
        const ended = await waitForEnd(context, preview, options.follow === true);
        const plan = await client.deployments.plan(ended, { signal });
        const json = { ...deploymentJson(ended), plan };
        printer.result(json, () => (plan === null || ended.state !== "succeeded" ? deploymentText(ended) : planText(plan, createPaint(io.stdout, io.env))));
        return ended.state === "succeeded" ? exitCodes.ok : exitCodes.failed;
      }),
    );
}
