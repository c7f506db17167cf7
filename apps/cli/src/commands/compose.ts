import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { composeFileNames } from "@windlass/contracts/compose";
import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction, type CommandContext } from "../context.js";
import { exitCodes } from "../exit-code.js";
import { composeText } from "../output/compose-text.js";
import { usageError } from "../usage-error.js";
import { findRepository } from "./deploy-all.js";

interface Options {
  repo?: string;
  file?: string;
}

interface ImportOptions extends Options {
  stage?: string;
  account?: string;
  region?: string;
  branch?: string;
  autoDeploy?: boolean;
}

const examples = `
Reads serverless-compose.yml of this folder, or --file. Services are found by their folders; those that are new are created, with
their dependencies, and the outputs of other services that they take as inputs.

Examples:
  $ windlass compose plan --repo acme/shop
  $ windlass compose import --repo acme/shop
  $ windlass compose import --repo acme/shop --stage dev --account sandbox --region us-east-1 --auto-deploy`;

export function registerCompose(program: Command, cli: Cli): void {
  const compose = program.command("compose").description("take over the services of a serverless-compose.yml").addHelpText("after", examples);
  withFile(compose.command("plan"))
    .description("show which services and dependencies an import would create or change; exit code 1 when the file cannot be taken over")
    .action(
      serverAction<[], Options>(cli, async (context, { options }) => {
        const { id } = await findRepository(context, options.repo);
        const plan = await context.client.repositories.planCompose(id, { text: await readText(context, options) }, { signal: context.signal });
        context.printer.result(plan, () => composeText(plan));
        return plan.problems.length === 0 ? exitCodes.ok : exitCodes.failed;
      }),
    );
  withFile(compose.command("import"))
    .description("create and change the services as the file says: all of them, or none")
    .option("--stage <name>", "also create this stage, with --account and --region, where a service has none of its name")
    .option("--account <name>", "account of the stage")
    .option("--region <region>", "AWS region of the stage")
    .option("--branch <branch>", "branch of the stage; the repository's default branch when left out")
    .option("--auto-deploy", "deploy each push to the branch")
    .action(
      serverAction<[], ImportOptions>(cli, async (context, { options }) => {
        const stage = stageOf(options);
        const { id } = await findRepository(context, options.repo);
        const input = { text: await readText(context, options), ...(stage === undefined ? {} : { stage }) };
        const plan = await context.client.repositories.importCompose(id, input, { signal: context.signal });
        context.printer.result(plan, () => `Done.\n\n${composeText(plan)}${stage === undefined ? "" : `\n\nNext: windlass deploy --all --stage ${stage.name} --wait`}`);
      }),
    );
}

function withFile(command: Command): Command {
  return command
    .option("--repo <url, path or owner/name>", "the repository; the server's only one when left out")
    .option("--file <file>", "the compose file; serverless-compose.yml, .yaml or .json of this folder when left out")
    .addHelpText("after", examples);
}

function stageOf({ stage: name, account, region, branch, autoDeploy = false }: ImportOptions) {
  if (name === undefined) return undefined;
  if (account === undefined || region === undefined) throw usageError("--stage needs --account and --region.", "Such as: --stage dev --account sandbox --region us-east-1");
  return { name, account, region, autoDeploy, ...(branch === undefined ? {} : { branch }) };
}

async function readText({ io }: CommandContext, { file }: Options): Promise<string> {
  const names = file === undefined ? composeFileNames : [file];
  for (const name of names) {
    const text = await readFile(resolve(io.cwd, name), "utf8").catch(() => null);
    if (text !== null) return text;
  }
  throw usageError(`There is no ${names.join(", ")} in ${io.cwd}.`, "Go to the root of the repository, or name the file with --file.");
}
