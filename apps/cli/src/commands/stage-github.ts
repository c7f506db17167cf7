import type { StageForgeSettings } from "@windlass/contracts/stage-settings";
import { Option, type Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction, type StageArguments } from "../context.js";
import { formatFields } from "../output/table.js";

const examples = `
Examples:
  $ windlass stages github orders prod
  $ windlass stages github orders prod --production yes --commands admin`;

/** What GitHub counts a stage as, and who may do what with it from a comment. */
export function registerStageGithub(stages: Command, cli: Cli): void {
  stages
    .command("github <service> <stage>")
    .description("show or set what GitHub counts the stage as, and who may deploy it by a comment")
    .addOption(new Option("--production <answer>", "whether it is production; auto: where deployments wait for approval, or it is called so").choices(["auto", "yes", "no"]))
    .addOption(new Option("--commands <permission>", "what somebody must be able to do in the repository to use /windlass deploy and rollback").choices(["write", "admin", "nobody"]))
    .addHelpText("after", examples)
    .action(
      serverAction<StageArguments, Partial<StageForgeSettings>>(cli, async ({ client, printer, signal }, { args: [service, name], options: { production, commands } }) => {
        const address = { service, stage: name };
        const before = await client.stages.get(address, { signal });
        const forge = { ...before.settings.forge, ...(production === undefined ? {} : { production }), ...(commands === undefined ? {} : { commands }) };
        const isChanged = production !== undefined || commands !== undefined;
        const stage = isChanged ? await client.stages.update(address, { settings: { forge } }, { signal }) : before;
        printer.result(stage.settings.forge, () => formatFields(stage.settings.forge));
      }),
    );
}
