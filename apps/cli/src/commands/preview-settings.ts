import { previewGifts, previewPermissions, type PreviewGift, type UpdatePreviewSettings } from "@windlass/contracts/preview";
import { Option, type Command } from "commander";
import { positiveNumber } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { previewSettingsText } from "../output/preview-text.js";

interface Options {
  on?: true;
  off?: true;
  gives?: PreviewGift;
  baseStage?: string;
  account?: string | false;
  region?: string | false;
  branches?: string[] | false;
  labels?: string[] | false;
  drafts?: boolean;
  paths?: string[] | false;
  permission?: (typeof previewPermissions)[number];
  parameters?: string[] | false;
  secrets?: boolean;
  limit?: number;
  ttlHours?: number;
}

const examples = `
Examples:
  $ windlass previews settings orders
  $ windlass previews settings orders --on --base-stage dev --labels preview
  $ windlass previews settings orders --parameters '*' '!db*' --secrets --ttl-hours 24 --limit 5
  $ windlass previews settings orders --account previews --region eu-central-1
  $ windlass previews settings orders --on --gives plan --base-stage prod
  $ windlass previews settings orders --off`;

/** Which pull requests get a stage of their own: shown, and with options changed. */
export function registerPreviewSettings(previews: Command, cli: Cli): void {
  previews
    .command("settings <service>")
    .description("show or set which pull requests get a stage of their own, and what is in it")
    .option("--on", "switch previews on")
    .option("--off", "switch them off; those that are there are removed")
    .option("--base-stage <stage>", "stage of which account, region, parameters and policy levels are taken")
    .addOption(new Option("--gives <what>", "a stage of their own, or only the plan of what they would change of the base stage").choices(previewGifts))
    .option("--account <account>", "account that previews are in")
    .option("--no-account", "the base stage's account again")
    .option("--region <region>", "region that previews are in")
    .option("--no-region", "the base stage's region again")
    .option("--branches <globs...>", "globs of branches that a pull request is to be merged into")
    .option("--no-branches", "the default branch alone again")
    .option("--labels <labels...>", "a pull request must have one of these")
    .option("--no-labels", "need no label")
    .option("--drafts", "drafts get one too")
    .option("--no-drafts", "drafts get none")
    .option("--paths <globs...>", "a pull request must change a file of these")
    .option("--no-paths", "look at the service's root directory again")
    .addOption(new Option("--permission <permission>", "what an author must be able to do in the repository").choices(previewPermissions))
    .option("--parameters <patterns...>", "which of the base stage's parameters are copied")
    .option("--no-parameters", "copy none")
    .option("--secrets", "copy secret parameters too; never for strangers")
    .option("--no-secrets", "copy no secrets")
    .option("--limit <count>", "how many at once", positiveNumber)
    .option("--ttl-hours <hours>", "how long one is kept after its last use", positiveNumber)
    .addHelpText("after", examples)
    .action(
      serverAction<[service: string], Options>(cli, async ({ client, printer, signal }, { args: [name], options }) => {
        const change = changeOf(options);
        const isChange = Object.keys(change).length > 0;
        const { previews: settings, repository } = isChange ? await client.services.update(name, { previews: change }, { signal }) : await client.services.get(name, { signal });
        printer.result(settings, () => `${isChange ? "Saved.\n" : ""}${previewSettingsText(settings, repository.provider)}`);
      }),
    );
}

function changeOf({ on, off, account, region, branches, labels, paths, parameters, ...rest }: Options): UpdatePreviewSettings {
  const lists = Object.entries({ branches, labels, paths, parameters }).flatMap(([name, list]) => (list === undefined ? [] : [[name, list === false ? [] : list] as const]));
  const places = Object.entries({ account, region }).flatMap(([name, place]) => (place === undefined ? [] : [[name, place === false ? null : place] as const]));
  return { ...rest, ...Object.fromEntries(lists), ...Object.fromEntries(places), ...(on ? { enabled: true } : {}), ...(off ? { enabled: false } : {}) };
}
