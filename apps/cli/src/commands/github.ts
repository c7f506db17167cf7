import type { GithubStatus } from "@windlass/contracts/github";
import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { tableOr } from "../output/table.js";

export function registerGithub(program: Command, cli: Cli): void {
  const github = program.command("github").description("the GitHub Apps that connect this server");
  github
    .command("status")
    .description("show the connected Apps and where each is installed")
    .addHelpText("after", "\nAn App is connected from the dashboard, at Settings, GitHub: GitHub asks its owner in the browser.\n\nExample:\n  $ windlass github status --json")
    .action(
      serverAction(cli, async ({ client, printer, signal }) => {
        const status = await client.github.status({ signal });
        printer.result(status, () => statusText(status));
      }),
    );
  github
    .command("repositories")
    .description("list the repositories that the Apps may read")
    .argument("[search]", "a part of the name")
    .addHelpText("after", "\nExamples:\n  $ windlass github repositories\n  $ windlass github repositories shop --json")
    .action(
      serverAction<[string | undefined]>(cli, async ({ client, printer, signal }, { args: [search] }) => {
        const found = await client.github.repositories(search === undefined ? {} : { search }, { signal });
        printer.result(found, () => {
          const rows = found.repositories.map((row) => [row.fullName, row.defaultBranch, row.isPrivate ? "private" : "public", row.repositoryId === null ? "" : "registered"]);
          const more = found.total > rows.length ? `\n\n${found.total - rows.length} more match: narrow the search.` : "";
          const problems = found.problems.map(({ message, hint }) => `\n\n${message}\n${hint}`).join("");
          return tableOr("No repository. Install the App on more, or change the search.", ["REPOSITORY", "BRANCH", "VISIBILITY", "IN WINDLASS"], rows) + more + problems;
        });
      }),
    );
}

function statusText({ apps }: GithubStatus): string {
  const rows = apps.flatMap((app) =>
    app.installations.length === 0
      ? [[app.name, app.baseUrl, "not installed yet", app.installUrl]]
      : app.installations.map((row) => [app.name, app.baseUrl, row.account, row.suspendedAt === null ? `${row.selection} repositories` : "suspended"]),
  );
  const problems = apps.flatMap(({ name, problem }) => (problem === null ? [] : [`\n\n${name}: ${problem.message}\n${problem.hint}`])).join("");
  return tableOr("GitHub is not connected. Open Settings, GitHub in the dashboard.", ["APP", "GITHUB", "INSTALLED ON", ""], rows) + problems;
}
