import type { Command } from "commander";
import { positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction, type StageArguments } from "../context.js";
import { exitCodes } from "../exit-code.js";
import { finishDeployment, type FinishOptions } from "../follow/finish-deployment.js";
import { newKey } from "../http/new-key.js";
import { rollbackPreviewJson } from "../output/rollback-json.js";
import { rollbackPreviewText } from "../output/rollback-text.js";
import { usageError } from "../usage-error.js";

type RollbackOptions = FinishOptions & { to?: number; function?: string[]; plan?: boolean };

const examples = `
Examples:
  $ windlass rollback hello prod --plan                            what it would change; nothing is asked for
  $ windlass rollback hello prod --wait
  $ windlass rollback hello prod --to 41 --follow
  $ windlass rollback hello prod --to 41 --function api --wait     the code of one function, nothing else`;

export function registerRollback(program: Command, cli: Cli): void {
  program
    .command("rollback <service> <stage>")
    .description("put an earlier release back, or its code of some functions")
    .option("--to <number>", "deployment whose release is put back; the release before the current one when left out", positiveNumber)
    .option("--function <name>", "only the code of this function; may be given several times, and needs --to", (name: string, before: string[] | undefined) => [...(before ?? []), name])
    .option("--plan", "show what it would change and whether the code is still there, and ask for nothing")
    .option("--follow", "show every line of the log until the end")
    .option("--wait", "wait for the end; exit code 0 only when it succeeded")
    .addHelpText("after", examples)
    .action(
      serverAction<StageArguments, RollbackOptions>(cli, async (context, { args: [service, stage], options }) => {
        const { to, function: functions, plan } = options;
        if (functions !== undefined && to === undefined) throw usageError("--function needs --to.", "Name the deployment whose code the function gets.");
        if (plan === true) {
          if (functions !== undefined) throw usageError("--plan shows whole roll-backs.", "Leave --function out.");
          const preview = await context.client.stages.rollbackPreview({ service, stage }, { to }, { signal: context.signal });
          context.printer.result(rollbackPreviewJson(preview), () => rollbackPreviewText(preview));
          return preview.artifacts.missing.length > 0 ? exitCodes.failed : exitCodes.ok;
        }
        const input = { ...(to === undefined ? {} : { to }), ...(functions === undefined ? {} : { functions }) };
        const call = { signal: context.signal, idempotencyKey: newKey() };
        return finishDeployment(context, context.client.deployments.rollBack({ service, stage }, input, call), options);
      }),
    );
}
