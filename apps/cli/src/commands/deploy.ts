import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { finishDeployment, type FinishOptions } from "../follow/finish-deployment.js";
import { newKey } from "../http/new-key.js";
import { chooseSource, type SourceOptions } from "../upload/choose-source.js";
import { usageError } from "../usage-error.js";
import type { DeployAllOptions } from "./deploy-all.js";

type Options = FinishOptions & SourceOptions & DeployAllOptions & { keepExport?: string[]; all?: boolean };

const examples = `
With --all, services that depend on others are deployed in waves after them, side by side where they may.

Examples:
  $ windlass deploy hello dev --follow
  $ windlass deploy hello prod --ref v1.4.0 --wait --json
  $ windlass deploy hello dev --dir . --follow
  $ windlass deploy --all --stage dev --wait
  $ windlass deploy --all --stage prod --repo acme/shop --ref v1.4.0 --wait
  $ windlass deploy --all --stage dev --only api web`;

export function registerDeploy(program: Command, cli: Cli): void {
  program
    .command("deploy [service] [stage]")
    .description("deploy a stage, or with --all that stage of several services")
    .option("--ref <ref>", "branch, tag or commit; the stage's branch when left out")
    .option("--dir <folder>", "send this working copy instead: what git tracks in it, with uncommitted changes, and what it does not ignore")
    .option("--rebuild", "build the commit again even where nothing has changed since it was built")
    .option("--keep-export <name...>", "exports that stay for now, because other stacks still import them")
    .option("--all", "deploy --stage of all services of a repository, or of those of --only")
    .option("--stage <stage>", "with --all: the stage")
    .option("--repo <url, path or owner/name>", "with --all: the repository; the server's only one when left out")
    .option("--only <services...>", "with --all: these services")
    .option("--follow", "show every line of the log until the end")
    .option("--wait", "wait for the end; exit code 0 only when it succeeded")
    .addHelpText("after", examples)
    .action(
      serverAction<[service?: string, stage?: string], Options>(cli, async (context, { args: [service, stage], options }) => {
        if (options.all === true) {
          if (service !== undefined || options.dir !== undefined) throw usageError("--all takes no service and stage before it, and no --dir.", "Write: windlass deploy --all --stage dev");
          const { deployAll } = await import("./deploy-all.js");
          return deployAll(context, options);
        }
        if (service === undefined || stage === undefined) throw usageError("A service and a stage are needed.", "Write: windlass deploy hello dev, or windlass deploy --all --stage dev");
        const { rebuild, keepExport: keepExports } = options;
        const input = { ...(await chooseSource(context, { service, ...options })), ...(rebuild === true ? { rebuild } : {}), ...(keepExports === undefined ? {} : { keepExports }) };
        const call = { signal: context.signal, idempotencyKey: newKey() };
        return finishDeployment(context, context.client.deployments.create({ service, stage }, input, call), options);
      }),
    );
}
