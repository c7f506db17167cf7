import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { findRepository } from "../find-repository.js";

/** `repositories deploy-key` and `repositories host-key`. */
export function registerRepositoryKeys(repositories: Command, cli: Cli): void {
  repositories
    .command("deploy-key <repository>")
    .description("show the key with which a repository is read by SSH, and make one where there is none")
    .option("--new", "make another one in its place")
    .option("--forget", "delete it")
    .addHelpText("after", "\nThe repository is named by its address, its name on its host, or its id. Add the key at the host, with read access.\n\nExample:\n  $ windlass repositories deploy-key git@github.com:acme/shop.git")
    .action(
      serverAction<[string], { new?: boolean; forget?: boolean }>(cli, async (context, { args: [name], options }) => {
        const { client, printer, signal } = context;
        const found = await findRepository(context, name);
        if (options.forget === true) {
          const left = await client.repositories.deleteDeployKey(found.id, { signal });
          return printer.result(left, "The key is deleted. Take it out at the host as well.");
        }
        const repository = found.deployKey === null || options.new === true ? await client.repositories.createDeployKey(found.id, { signal }) : found;
        printer.result(repository, repository.deployKey?.publicKey ?? "");
      }),
    );
  repositories
    .command("host-key <repository>")
    .description("show the only key that a repository's SSH host may show itself with")
    .option("--set <key>", "take this one, such as `ssh-ed25519 AAAA…`, before the host is met")
    .option("--forget", "take the key with which it shows itself next")
    .addHelpText("after", "\nExamples:\n  $ windlass repositories host-key acme/shop\n  $ windlass repositories host-key acme/shop --forget")
    .action(
      serverAction<[string], { set?: string; forget?: boolean }>(cli, async (context, { args: [name], options }) => {
        const { client, printer, signal } = context;
        const found = await findRepository(context, name);
        const change = options.forget === true ? { sshHostKey: null } : options.set === undefined ? null : { sshHostKey: options.set };
        const repository = change === null ? found : await client.repositories.update(found.id, change, { signal });
        const { sshHostKey } = repository;
        printer.result(repository, sshHostKey === null ? "Not met yet: the key with which it shows itself first is kept." : `${sshHostKey.fingerprint}\n${sshHostKey.publicKey}`);
      }),
    );
}
