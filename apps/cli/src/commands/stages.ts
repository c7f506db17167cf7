import { allPages } from "@windlass/client/all-pages";
import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction, type StageArguments } from "../context.js";
import { stageJson, stageSummaryJson } from "../output/stage-json.js";
import { stagesTable, stageText } from "../output/stage-text.js";
import { registerStageGuards } from "./stage-guards.js";
import { registerStageGithub } from "./stage-github.js";
import { registerStageTriggers } from "./stage-triggers.js";

interface CreateOptions {
  account: string;
  region: string;
  branch?: string;
  autoDeploy?: boolean;
}

export function registerStages(program: Command, cli: Cli): void {
  const stages = program.command("stages").description("environments of a service: an account, a region, a stack");
  stages
    .command("create <service> <stage>")
    .description("create a stage")
    .requiredOption("--account <name>", "account to deploy to; `sandbox` is the local AWS emulator")
    .requiredOption("--region <region>", "AWS region, such as eu-central-1")
    .option("--branch <branch>", "branch that is deployed; the repository's default branch when left out")
    .option("--auto-deploy", "deploy each push to the branch")
    .addHelpText("after", "\nExample:\n  $ windlass stages create hello dev --account sandbox --region us-east-1 --branch main --auto-deploy")
    .action(
      serverAction<StageArguments, CreateOptions>(cli, async ({ client, printer, signal }, { args: [service, name], options }) => {
        const { account, region, branch, autoDeploy = false } = options;
        const input = { name, account, region, autoDeploy, ...(branch === undefined ? {} : { branch }) };
        const stage = await client.stages.create(service, input, { signal });
        printer.result(stageJson(stage), `Created ${service}/${stage.name}.\nNext: windlass deploy ${service} ${stage.name} --wait`);
      }),
    );
  stages
    .command("list <service>")
    .description("list the stages of a service")
    .addHelpText("after", "\nExample:\n  $ windlass stages list hello")
    .action(
      serverAction<[service: string]>(cli, async ({ client, printer, signal }, { args: [service] }) => {
        const items = await allPages((cursor) => client.stages.list(service, { cursor, limit: 100 }, { signal }));
        printer.result(items.map(stageSummaryJson), () => stagesTable(service, items));
      }),
    );
  stages
    .command("show <service> <stage>")
    .description("show a stage: its release, outputs, endpoints and functions")
    .addHelpText("after", "\nExample:\n  $ windlass stages show hello dev --json")
    .action(
      serverAction<StageArguments>(cli, async ({ client, printer, signal }, { args: [service, name] }) => {
        const stage = await client.stages.get({ service, stage: name }, { signal });
        printer.result(stageJson(stage), () => stageText(stage));
      }),
    );
  registerStageGuards(stages, cli);
  registerStageTriggers(stages, cli);
  registerStageGithub(stages, cli);
}
