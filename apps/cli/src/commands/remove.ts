import type { Command } from "commander";
import { collected } from "../arguments.js";
import type { Cli } from "../cli.js";
import { assertConfirmable, confirmStage } from "../confirm-stage.js";
import { serverAction, type CommandContext, type StageArguments } from "../context.js";
import type { ExitCode } from "../exit-code.js";
import { finishDeployment } from "../follow/finish-deployment.js";
import { newKey } from "../http/new-key.js";
import { removalText } from "../output/removal-text.js";
import { usageError } from "../usage-error.js";
import type { RemoveAllOptions } from "./remove-all.js";

type RemoveOptions = RemoveAllOptions & { retain: string[]; emptyBucket: string[]; all?: boolean };

const help = `
Resources that hold data (tables, buckets, user pools, …) stay in AWS unless --delete-data is given; --retain names what
else stays, or, with --delete-data, what stays nevertheless. A bucket that is not empty is deleted only with --empty-bucket.
With --all, those that others depend on are removed last, and --delete-data empties every bucket.

Examples:
  $ windlass remove hello pr-42                          shows what would be lost and asks for the stage's name
  $ windlass remove hello pr-42 --confirm pr-42 --wait
  $ windlass remove hello pr-42 --confirm pr-42 --delete-data --empty-bucket Uploads --wait
  $ windlass remove --all --stage pr-42 --repo acme/shop --wait
  $ windlass remove --all --stage dev --only api web --confirm dev`;

export function registerRemove(program: Command, cli: Cli): void {
  program
    .command("remove [service] [stage]")
    .description("delete the stack of a stage, or with --all of that stage of several services; what holds data stays unless you say otherwise")
    .option("--retain <id>", "keep this resource in AWS (repeatable)", collected, [])
    .option("--delete-data", "also delete what holds data")
    .option("--empty-bucket <id>", "delete everything in this bucket, with all versions, and then the bucket (repeatable)", collected, [])
    .option("--confirm <stage>", "the stage's name, instead of being asked for it")
    .option("--yes", "the same as --confirm with the stage's name")
    .option("--all", "remove --stage of all services of a repository, or of those of --only")
    .option("--stage <stage>", "with --all: the stage")
    .option("--repo <url, path or owner/name>", "with --all: the repository; the server's only one when left out")
    .option("--only <services...>", "with --all: these services")
    .option("--wait", "wait for the end; exit code 0 only when it succeeded")
    .addHelpText("after", help)
    .action(
      serverAction<[service?: string, stage?: string], RemoveOptions>(cli, async (context, { args: [service, stage], options }) => {
        if (options.all === true) {
          const { retain, emptyBucket } = options;
          if (service !== undefined || retain.length + emptyBucket.length > 0) throw usageError("--all takes no service and stage before it, no --retain and no --empty-bucket.", "Write: windlass remove --all --stage pr-42");
          const { removeAll } = await import("./remove-all.js");
          return removeAll(context, options);
        }
        if (service === undefined || stage === undefined) throw usageError("A service and a stage are needed.", "Write: windlass remove hello pr-42, or windlass remove --all --stage pr-42");
        return removeOne(context, [service, stage], options);
      }),
    );
}

async function removeOne(context: CommandContext, [service, stage]: StageArguments, options: RemoveOptions): Promise<ExitCode> {
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
}
