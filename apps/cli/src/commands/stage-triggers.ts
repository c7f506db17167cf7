import { explainDeployRules } from "@windlass/contracts/deploy-rules";
import type { Stage, UpdateStage } from "@windlass/contracts/stage";
import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction, type CommandContext, type StageArguments } from "../context.js";
import { localTimeZone } from "../local-time-zone.js";
import { plainText } from "../output/plain-text.js";

interface Options {
  autoDeploy?: boolean;
  branch?: string;
  branches?: string[] | false;
  tags?: string[] | false;
  paths?: string[] | false;
  schedule?: string | false;
  timeZone?: string;
}

const examples = `
Globs: * is anything but a slash, ** is anything, {a,b} a choice; !glob takes back what the ones before let in.

Examples:
  $ windlass stages triggers hello prod
  $ windlass stages triggers hello dev --auto-deploy --branch main
  $ windlass stages triggers hello prod --auto-deploy --tags 'v*' '!v*-rc*'
  $ windlass stages triggers orders dev --paths 'services/orders/**' 'packages/shared/**' '!**/*.md'
  $ windlass stages triggers orders dev --no-paths
  $ windlass stages triggers orders dev --schedule '0 6 * * 1-5' --time-zone Europe/Berlin`;

/** What deploys a stage by itself: shown, and with options changed. */
export function registerStageTriggers(stages: Command, cli: Cli): void {
  stages
    .command("triggers <service> <stage>")
    .description("show or set what deploys a stage by itself: pushes, and a schedule")
    .option("--auto-deploy", "let pushes deploy the stage")
    .option("--no-auto-deploy", "let no push deploy it")
    .option("--branch <branch>", "branch that the stage follows")
    .option("--branches <globs...>", "globs of branches to follow instead")
    .option("--no-branches", "follow the stage's own branch again")
    .option("--tags <globs...>", "globs of tags that deploy the stage; without --branches, nothing else then does")
    .option("--no-tags", "let no tag deploy it")
    .option("--paths <globs...>", "a push must change a file of these; paths from the repository's root")
    .option("--no-paths", "look at the service's root directory again")
    .option("--schedule <cron>", "deploy the branch's newest commit at these times: minute, hour, day of month, month, day of week")
    .option("--no-schedule", "deploy it by no schedule")
    .option("--time-zone <zone>", "of the schedule, such as Europe/Berlin; left out, this computer's")
    .addHelpText("after", examples)
    .action(
      serverAction<StageArguments, Options>(cli, async (context, { args: [service, name], options }) => {
        const { client, printer, signal } = context;
        const address = { service, stage: name };
        const before = await client.stages.get(address, { signal });
        const change = changeOf(before, options);
        const stage = change === null ? before : await client.stages.update(address, change, { signal });
        const explanation = await explain(context, stage);
        const { deploys, schedule } = stage.settings;
        const result = { branch: stage.branch, autoDeploy: stage.autoDeploy, ...deploys, schedule, nextScheduledAt: stage.nextScheduledAt, explanation };
        printer.result(result, () => `${change === null ? "" : "Saved.\n"}${[...explanation, scheduleText(stage)].map(plainText).join("\n")}`);
      }),
    );
}

function changeOf({ settings }: Stage, { autoDeploy, branch, schedule, timeZone = localTimeZone(), ...globs }: Options): UpdateStage | null {
  const listOf = (given: string[] | false | undefined, stored: string[]) => (given === undefined ? stored : given === false ? [] : given);
  const { branches, tags, paths } = settings.deploys;
  const deploys = { branches: listOf(globs.branches, branches), tags: listOf(globs.tags, tags), paths: listOf(globs.paths, paths) };
  const isRuled = Object.values(globs).some((given) => given !== undefined);
  const change = {
    ...(autoDeploy === undefined ? {} : { autoDeploy }),
    ...(branch === undefined ? {} : { branch }),
    ...(isRuled || schedule !== undefined
      ? { settings: { ...(isRuled ? { deploys } : {}), ...(schedule === undefined ? {} : { schedule: schedule === false ? null : { cron: schedule, timeZone } }) } }
      : {}),
  };
  return Object.keys(change).length === 0 ? null : change;
}

async function explain({ client, signal }: CommandContext, stage: Stage): Promise<string[]> {
  const { repository, rootDirectory } = await client.services.get(stage.service, { signal });
  const { autoDeploy } = stage;
  return explainDeployRules({ rules: stage.settings.deploys, autoDeploy, branch: stage.branch ?? repository.defaultBranch, rootDirectory });
}

function scheduleText({ settings: { schedule }, nextScheduledAt }: Stage): string {
  if (schedule === null) return "No schedule.";
  return `Schedule ${schedule.cron} (${schedule.timeZone})${nextScheduledAt === null ? "" : `, next at ${nextScheduledAt}`}.`;
}
