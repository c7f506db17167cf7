import { repairActions } from "@windlass/contracts/deployment-options";
import type { RepairAction, StackAction } from "@windlass/contracts/stack-diagnosis";
import type { Command } from "commander";
import { collected } from "../arguments.js";
import type { Cli } from "../cli.js";
import { confirmStage } from "../confirm-stage.js";
import { serverAction, type StageArguments } from "../context.js";
import { exitCodes } from "../exit-code.js";
import { finishDeployment } from "../follow/finish-deployment.js";
import { newKey } from "../http/new-key.js";
import { diagnosisText } from "../output/diagnosis-text.js";
import { usageError } from "../usage-error.js";

interface DoctorOptions {
  repair?: boolean;
  skip: string[];
  empty: string[];
  retain: string[];
  confirm?: string;
  wait?: boolean;
}

const help = `
There is one safe action for every state of a stack, or a wait; --repair does it. A stack that ever worked is never deleted.

Examples:
  $ windlass doctor hello prod                                   says how the stack stands and what is in the way
  $ windlass doctor hello prod --repair --wait                   continues a roll-back
  $ windlass doctor hello prod --repair --skip Table --confirm prod
  $ windlass doctor hello pr-42 --repair --empty Uploads --retain Table --confirm pr-42 --wait`;

export function registerDoctor(program: Command, cli: Cli): void {
  program
    .command("doctor <service> <stage>")
    .description("say why a stack is stuck, and repair it")
    .option("--repair", "do the stack's one safe action")
    .option("--skip <id>", "leave this resource as it is in the roll-back (repeatable)", collected, [])
    .option("--empty <id>", "delete everything in this bucket, with all versions, first (repeatable)", collected, [])
    .option("--retain <id>", "keep this resource in AWS (repeatable)", collected, [])
    .option("--confirm <stage>", "the stage's name, instead of being asked for it")
    .option("--wait", "wait for the end; exit code 0 only when it succeeded")
    .addHelpText("after", help)
    .action(
      serverAction<StageArguments, DoctorOptions>(cli, async (context, { args: [service, stage], options }) => {
        const { client, signal, printer } = context;
        const diagnosis = await client.stages.stack({ service, stage }, { signal });
        const text = diagnosisText(diagnosis, { service, stage });
        if (options.repair !== true) {
          printer.result(diagnosis, text);
          return exitCodes.ok;
        }
        printer.note(text);
        const { action } = diagnosis;
        if (!isRepair(action)) throw usageError(`There is nothing to repair: ${diagnosis.explanation}`, "windlass doctor without --repair says how the stack stands.");
        const loses = action === "delete_failed_create" || action === "retry_deletion" || options.skip.length + options.empty.length > 0;
        const confirm = loses ? await confirmStage(context, { stage, given: options.confirm, loses: losses(action, options) }) : undefined;
        const input = { action, skip: options.skip, emptyBuckets: options.empty, retain: options.retain, ...(confirm === undefined ? {} : { confirm }) };
        const deployment = await client.deployments.repair({ service, stage }, input, { signal, idempotencyKey: newKey() });
        return finishDeployment(context, deployment, { wait: options.wait });
      }),
    );
}

function isRepair(action: StackAction): action is RepairAction {
  return repairActions.some((repair) => repair === action);
}

function losses(action: RepairAction, { skip, empty }: DoctorOptions): string {
  if (action === "continue_rollback") return `Skipping ${skip.join(", ")} leaves the stack's template and what is in AWS apart`;
  return `This deletes the stack${empty.length === 0 ? "" : ` and everything in ${empty.join(", ")}`}`;
}
