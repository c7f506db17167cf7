import { allPages } from "@windlass/client/all-pages";
import { reportSettingsSchema, type ReportSettings } from "@windlass/contracts/report";
import { Option, type Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { formatFields, tableOr } from "../output/table.js";
import { usageError } from "../usage-error.js";
import { registerConnectRepository } from "./connect-repository.js";
import { registerRepositoryKeys } from "./repository-keys.js";

export function registerRepositories(program: Command, cli: Cli): void {
  const repositories = program.command("repositories").description("git repositories that services are deployed from");
  repositories
    .command("list")
    .description("list the repositories")
    .addHelpText("after", "\nExample:\n  $ windlass repositories list")
    .action(
      serverAction(cli, async ({ client, printer, signal }) => {
        const items = await allPages((cursor) => client.repositories.list({ cursor, limit: 100 }, { signal }));
        printer.result(items, () =>
          tableOr(
            "No repositories yet. Creating a service registers its repository.",
            ["URL", "PROVIDER", "FULL NAME", "BRANCH", "SERVICES"],
            items.map((item) => [item.url, item.provider, item.fullName ?? "", item.defaultBranch, String(item.serviceCount)]),
          ),
        );
      }),
    );
  repositories
    .command("reports <repository>")
    .description("show or set what the repository's forge, such as GitHub, is told")
    .addOption(switchOption("status", "a check run, or a commit status, for each deployment"))
    .addOption(switchOption("deployments", "deployments and environments"))
    .addOption(switchOption("comment", "one comment per pull request, edited in place"))
    .addOption(switchOption("commands", "/windlass commands in comments of pull requests"))
    .addHelpText("after", "\nThe repository by its address, its name on GitHub or its id.\n\nExamples:\n  $ windlass repositories reports acme/shop\n  $ windlass repositories reports acme/shop --comment off --json")
    .action(
      serverAction<[string], Partial<Record<keyof ReportSettings, "on" | "off">>>(cli, async ({ client, printer, signal }, { args: [name], options }) => {
        const all = await allPages((cursor) => client.repositories.list({ cursor, limit: 100 }, { signal }));
        const found = all.find((item) => [item.id, item.url, item.fullName].includes(name));
        if (!found) throw usageError(`There is no repository ${name}.`, "Look at the list: windlass repositories list");
        const given = reportSettingsSchema.keyof().options.filter((key) => options[key] !== undefined);
        const change = Object.fromEntries(given.map((key) => [key, options[key] === "on"]));
        const { reports } = given.length === 0 ? found : await client.repositories.update(found.id, { reports: change }, { signal });
        printer.result(reports, () => formatFields(Object.fromEntries(Object.entries(reports).map(([key, value]) => [key, value ? "on" : "off"]))));
      }),
    );
  registerConnectRepository(repositories, cli);
  registerRepositoryKeys(repositories, cli);
}

function switchOption(name: keyof ReportSettings, description: string): Option {
  return new Option(`--${name} <on|off>`, description).choices(["on", "off"]);
}
