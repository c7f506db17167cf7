import type { UpdateService } from "@windlass/contracts/service";
import type { Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { serviceJson } from "../output/service-json.js";
import { serviceText } from "../output/service-text.js";

interface Options {
  dir?: string;
  config?: string | false;
  build?: string[] | false;
  submodules?: boolean;
  lfs?: boolean;
}

const examples = `
Examples:
  $ windlass services settings hello
  $ windlass services settings hello --dir services/hello --build npm run build
  $ windlass services settings hello --no-build --submodules --lfs`;

/** Where a service is in its repository and how it is built: shown, and with options changed. */
export function registerServiceSettings(services: Command, cli: Cli): void {
  services
    .command("settings <name>")
    .description("show or change where a service is in its repository, and how it is built")
    .option("--dir <folder>", "folder of the service inside the repository; . for its root")
    .option("--config <file>", "config file inside that folder")
    .option("--no-config", "find the config file by its usual names")
    .option("--build <program and arguments...>", "what is run after the dependencies are installed; no shell sees it")
    .option("--no-build", "run nothing")
    .option("--submodules", "fetch the submodules of the repository too")
    .option("--no-submodules", "leave them")
    .option("--lfs", "fetch the files that the repository keeps in Git LFS")
    .option("--no-lfs", "leave their pointers")
    .addHelpText("after", examples)
    .action(
      serverAction<[name: string], Options>(cli, async ({ client, printer, signal }, { args: [name], options }) => {
        const change = changeOf(options);
        const isChange = Object.keys(change).length > 0;
        const service = isChange ? await client.services.update(name, change, { signal }) : await client.services.get(name, { signal });
        printer.result(serviceJson(service), () => `${isChange ? "Saved. The next deployment uses it.\n" : ""}${serviceText(service)}`);
      }),
    );
}

function changeOf({ dir, config, build, submodules, lfs }: Options): UpdateService {
  return {
    ...(dir === undefined ? {} : { rootDirectory: dir.replace(/^\.(\/|$)|\/+$/g, "") }),
    ...(config === undefined ? {} : { configFile: config === false ? null : config }),
    ...(build === undefined ? {} : { buildCommand: build === false ? null : build }),
    ...(submodules === undefined ? {} : { submodules }),
    ...(lfs === undefined ? {} : { lfs }),
  };
}
