import { tokenForgeProviders, type TokenForgeProvider } from "@windlass/contracts/forge";
import { createRepositorySchema } from "@windlass/contracts/repository";
import { Option, type Command } from "commander";
import { repositoryAddress } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { findRepository } from "../find-repository.js";
import { readPassword } from "../login/read-password.js";

const providerOption = (): Option => new Option("--provider <name>", "a host that its address does not tell: a GitLab of one's own").choices([...tokenForgeProviders]);

/** `repositories add` and `repositories token`. */
export function registerConnectRepository(repositories: Command, cli: Cli): void {
  repositories
    .command("add <address>")
    .description("register a repository before any service uses it")
    .option("--branch <name>", "the default branch", "main")
    .option("--token-stdin", "read an access token from standard input")
    .addOption(providerOption())
    .addHelpText("after", "\nGitLab is told of commits and merge requests by a project access token with the scope api and the role Developer.\n\nExample:\n  $ windlass repositories add https://git.example.com/acme/shop.git --provider gitlab --token-stdin < token.txt")
    .action(
      serverAction<[string], { branch: string; tokenStdin?: boolean; provider?: TokenForgeProvider }>(cli, async ({ client, io, printer, signal }, { args: [address], options }) => {
        const accessToken = options.tokenStdin === true ? await readPassword(io.stdin) : undefined;
        const input = createRepositorySchema.parse({ url: repositoryAddress(address, io.cwd), defaultBranch: options.branch, accessToken, provider: options.provider });
        const repository = await client.repositories.create(input, { signal });
        printer.result(repository, `Registered ${repository.url}.`);
      }),
    );
  repositories
    .command("token <repository>")
    .description("give a repository another access token, or say what its host is")
    .option("--token-stdin", "read the access token from standard input")
    .option("--forget", "delete the stored one")
    .addOption(providerOption())
    .addHelpText("after", "\nThe repository by its address, its name on its host, or its id.\n\nExample:\n  $ windlass repositories token acme/shop --token-stdin < token.txt")
    .action(
      serverAction<[string], { tokenStdin?: boolean; forget?: boolean; provider?: TokenForgeProvider }>(cli, async (context, { args: [name], options }) => {
        const { client, io, printer, signal } = context;
        const found = await findRepository(context, name);
        const token = options.forget === true ? { accessToken: null } : options.tokenStdin === true ? { accessToken: await readPassword(io.stdin) } : {};
        const repository = await client.repositories.update(found.id, { ...token, ...(options.provider === undefined ? {} : { provider: options.provider }) }, { signal });
        printer.result(repository, repository.hasAccessToken ? "It has an access token." : "It has no access token.");
      }),
    );
}
