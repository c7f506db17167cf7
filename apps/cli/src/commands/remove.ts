import type { Command } from "commander";
import { collected } from "../arguments.js";
import type { Cli } from "../cli.js";
import { assertConfirmable, confirmStage } from "../confirm-stage.js";
import { serverAction, type StageArguments } from "../context.js";
import { finishDeployment } from "../follow/finish-deployment.js";
import { newKey } from "../http/new-key.js";
import { removalText } from "../output/removal-text.js";

interface RemoveOptions {
  retain: string[];
  deleteData?: boolean;
  emptyBucket: string[];
  confirm?: string;
  yes?: boolean;
  wait?: boolean;
}

const help = `
Resources that hold data (tables, buckets, user pools, …) stay in AWS unless --delete-data is given; --retain names what
else stays, or, with --delete-data, what stays nevertheless. A bucket that is not empty is deleted only with --empty-bucket.

Examples:
  $ windlass remove hello pr-42                          shows what would be lost and asks for the stage's name
  $ windlass remove hello pr-42 --confirm pr-42 --wait
  $ windlass remove hello pr-42 --confirm pr-42 --delete-data --empty-bucket Uploads --wait`;

export function registerRemove(program: Command, cli: Cli): void {
  program
    .command("remove <service> <stage>")
    .description("delete the stack of a stage; what holds data stays unless you say otherwise")
    .option("--retain <id>", "keep this resource in AWS (repeatable)", collected, [])
    .option("--delete-data", "also delete what holds data")
    .option("--empty-bucket <id>", "delete everything in this bucket, with all versions, and then the bucket (repeatable)", collected, [])
    .option("--confirm <stage>", "the stage's name, instead of being asked for it")
    .option("--yes", "the same as --confirm with the stage's name")
    .option("--wait", "wait for the end; exit code 0 only when it succeeded")
    .addHelpText("after", help)
    .action(
      serverAction<StageArguments, RemoveOptions>(cli, async (context, { args: [service, stage], options }) => {
        const { client, signal, printer } = context;
        const given = options.yes === true ? stage : options.confirm;
        const confirmation = { stage, given, loses: `Removing ${service}/${stage} deletes its stack and what is not kept` };
        assertConfirmable(context, confirmation);
        const preview = await client.stages.removalPreview({ service, stage }, { signal });
        const byDefault = preview.resources.filter(({ retained, choice, outside }) => retained && choice && !outside).map(({ id }) => id);
        const emptied = options.emptyBucket;
        const retain = [...new Set([...(options.deleteData === true ? [] : byDefault.filter((id) => !emptied.includes(id))), ...options.retain])];
        printer.note(removalText(preview, { retain, emptied }));
        const confirm = await confirmStage(context, confirmation);
        const input = { confirm, retain, emptyBuckets: emptied };
        const deployment = await client.deployments.remove({ service, stage }, input, { signal, idempotencyKey: newKey() });
        return finishDeployment(context, deployment, { wait: options.wait });
      }),
    );
}
