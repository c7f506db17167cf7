import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { formatFields } from "../output/table.js";

export function registerMe(program: Command, cli: Cli): void {
  program
    .command("me")
    .description("show who is signed in, or say who that is on GitHub")
    .option("--github-login <login>", "what you ask for in comments on GitHub counts as asked by you")
    .option("--no-github-login", "say no longer who you are on GitHub")
    .addHelpText("after", "\nExamples:\n  $ windlass me\n  $ windlass me --github-login ada-lovelace")
    .action(
      serverAction<[], { githubLogin?: string | false }>(cli, async ({ client, printer, signal }, { options: { githubLogin: given } }) => {
        const { name, email, role } = await client.me.get({ signal });
        const { githubLogin } = given === undefined ? await client.me.profile({ signal }) : await client.me.updateProfile({ githubLogin: given === false ? null : given }, { signal });
        const me = { name, email, role, githubLogin };
        printer.result(me, () => formatFields({ name, email, role, "on GitHub": githubLogin ?? "not said" }));
      }),
    );
}
