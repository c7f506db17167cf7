import { allPages } from "@windlass/client/all-pages";
import type { Service } from "@windlass/contracts/service";
import type { Command } from "commander";
import { repositoryAddress } from "../arguments.js";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { serviceJson } from "../output/service-json.js";
import { serviceText } from "../output/service-text.js";
import { tableOr } from "../output/table.js";
import { formatAge } from "../output/time.js";
import { registerServiceDependencies } from "./service-dependencies.js";
import { registerServiceSettings } from "./service-settings.js";

interface CreateOptions {
  repo: string;
  dir?: string;
  config?: string;
  submodules?: boolean;
  lfs?: boolean;
}

export function registerServices(program: Command, cli: Cli): void {
  const services = program.command("services").description("deployable applications: a repository, a folder in it, a config file");
  services
    .command("create <name>")
    .description("create a service; a repository that is not known yet is registered")
    .requiredOption("--repo <url or path>", "git address, or the path of a repository on the server's disk")
    .option("--dir <folder>", "folder of the service inside the repository")
    .option("--config <file>", "config file inside that folder, when it is not serverless.yml or the like")
    .option("--submodules", "fetch the submodules of the repository too")
    .option("--lfs", "fetch the files that the repository keeps in Git LFS")
    .addHelpText("after", "\nExample:\n  $ windlass services create hello --repo https://github.com/acme/hello.git --dir services/hello")
    .action(
      serverAction<[name: string], CreateOptions>(cli, async ({ client, printer, signal, io }, { args: [name], options }) => {
        const service = await client.services.create(
          {
            name,
            repository: { url: repositoryAddress(options.repo, io.cwd) },
            ...(options.dir === undefined ? {} : { rootDirectory: options.dir.replace(/^\.\/|\/+$/g, "") }),
            ...(options.submodules === true ? { submodules: true } : {}),
            ...(options.lfs === true ? { lfs: true } : {}),
            ...(options.config === undefined ? {} : { configFile: options.config }),
          },
          { signal },
        );
        printer.result(serviceJson(service), `Created ${service.name}.\nNext: windlass stages create ${service.name} dev --account sandbox --region us-east-1`);
      }),
    );
  services
    .command("list")
    .description("list the services")
    .addHelpText("after", "\nExample:\n  $ windlass services list --json")
    .action(
      serverAction(cli, async ({ client, printer, signal }) => {
        const items = await allPages((cursor) => client.services.list({ cursor, limit: 100 }, { signal }));
        printer.result(items.map(serviceJson), () => servicesTable(items));
      }),
    );
  services
    .command("show <name>")
    .description("show a service and its stages")
    .addHelpText("after", "\nExample:\n  $ windlass services show hello")
    .action(
      serverAction<[name: string]>(cli, async ({ client, printer, signal }, { args: [name] }) => {
        const service = await client.services.get(name, { signal });
        printer.result(serviceJson(service), () => serviceText(service));
      }),
    );
  services
    .command("delete <name>")
    .description("delete a service whose stages are removed; its history goes with it")
    .addHelpText("after", "\nExample:\n  $ windlass services delete hello")
    .action(
      serverAction<[name: string]>(cli, async ({ client, printer, signal }, { args: [name] }) => {
        await client.services.delete(name, { signal });
        printer.result({ deleted: name }, `Deleted ${name}.`);
      }),
    );
  registerServiceSettings(services, cli);
  registerServiceDependencies(services, cli);
}

function servicesTable(services: readonly Service[]): string {
  return tableOr(
    "No services yet. Create one with: windlass services create NAME --repo URL_OR_PATH",
    ["NAME", "REPOSITORY", "FOLDER", "STAGES", "AGE"],
    services.map((service) => [
      service.name,
      service.repository.url,
      service.rootDirectory,
      service.stages.map((stage) => stage.name).join(", "),
      formatAge(service.createdAt),
    ]),
  );
}
