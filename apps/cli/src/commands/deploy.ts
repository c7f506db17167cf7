import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction, type StageArguments } from "../context.js";
import { chooseSource, type SourceOptions } from "../upload/choose-source.js";
import { finishDeployment, type FinishOptions } from "../follow/finish-deployment.js";
import { newKey } from "../http/new-key.js";

export function registerDeploy(program: Command, cli: Cli): void {
  program
    .command("deploy <service> <stage>")
    .description("deploy a stage")
    .option("--ref <ref>", "branch, tag or commit; the stage's branch when left out")
    .option("--dir <folder>", "send this working copy instead: what git tracks in it, with uncommitted changes, and what it does not ignore")
    .option("--rebuild", "build the commit again even where nothing has changed since it was built")
    .option("--keep-export <name...>", "exports that stay for now, because other stacks still import them")
    .option("--follow", "show every line of the log until the end")
    .option("--wait", "wait for the end; exit code 0 only when it succeeded")
    .addHelpText("after", "\nExamples:\n  $ windlass deploy hello dev --follow\n  $ windlass deploy hello prod --ref v1.4.0 --wait --json\n  $ windlass deploy hello dev --dir . --follow")
    .action(
      serverAction<StageArguments, FinishOptions & SourceOptions & { rebuild?: boolean; keepExport?: string[] }>(cli, async (context, { args: [service, stage], options }) => {
        const { rebuild, keepExport: keepExports } = options;
        const input = { ...(await chooseSource(context, { service, ...options })), ...(rebuild === true ? { rebuild } : {}), ...(keepExports === undefined ? {} : { keepExports }) };
        const call = { signal: context.signal, idempotencyKey: newKey() };
        return finishDeployment(context, context.client.deployments.create({ service, stage }, input, call), options);
      }),
    );
}
