import type { Service, UpdateService } from "@windlass/contracts/service";
import { InvalidArgumentError, type Command } from "commander";
import type { Cli } from "../cli.js";
import { serverAction } from "../context.js";
import { plainText } from "../output/plain-text.js";

interface Options {
  on?: string[] | false;
  input?: Record<string, string>;
  dropInput?: string[];
}

const examples = `
A stage waits for the stage of the same name of each service that it depends on, where the same push or request deploys both.
An input is a parameter for all stages of the service. \${service.Output} in it is an output of that service's stack, in
the stage of the same name, and makes the service depend on it; \${sls:stage} is the stage's name.

Examples:
  $ windlass services depends web
  $ windlass services depends web --on api auth
  $ windlass services depends web --input 'API_URL=\${api.HttpApiUrl}' --input 'TABLE=orders-\${sls:stage}'
  $ windlass services depends web --no-on --drop-input TABLE`;

/** On which services a service depends: shown, and with options changed. */
export function registerServiceDependencies(services: Command, cli: Cli): void {
  services
    .command("depends <name>")
    .description("show or set which services are deployed before it, and which of their outputs it takes as parameters")
    .option("--on <services...>", "services that are deployed first; replaces those that were named before")
    .option("--no-on", "name none")
    .option("--input <name=text>", "a parameter for all stages; may be given more than once", collectInput)
    .option("--drop-input <names...>", "inputs to take away")
    .addHelpText("after", examples)
    .action(
      serverAction<[name: string], Options>(cli, async ({ client, printer, signal }, { args: [name], options }) => {
        const before = await client.services.get(name, { signal });
        const change = changeOf(before, options);
        const service = change === null ? before : await client.services.update(name, change, { signal });
        const { dependsOn, inputs, dependencies, dependents } = service;
        printer.result({ service: name, dependsOn, inputs, dependencies, dependents }, () => `${change === null ? "" : "Saved.\n"}${dependenciesText(service)}`);
      }),
    );
}

function collectInput(given: string, before: Record<string, string> = {}): Record<string, string> {
  const at = given.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Write it as NAME=text.");
  return { ...before, [given.slice(0, at)]: given.slice(at + 1) };
}

function changeOf(before: Service, { on, input, dropInput }: Options): UpdateService | null {
  const kept = Object.fromEntries(Object.entries(before.inputs).filter(([name]) => !(dropInput ?? []).includes(name)));
  const change = {
    ...(on === undefined ? {} : { dependsOn: on === false ? [] : on }),
    ...(input === undefined && dropInput === undefined ? {} : { inputs: { ...kept, ...input } }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

function dependenciesText({ name, dependencies, dependents, inputs }: Service): string {
  return [
    dependencies.length === 0 ? `${name} depends on no other service.` : `${name} is deployed after ${dependencies.join(", ")}.`,
    ...(dependents.length === 0 ? [] : [`${dependents.join(", ")} ${dependents.length === 1 ? "is" : "are"} deployed after it.`]),
    ...Object.entries(inputs).map(([input, text]) => `  ${input} = ${text}`),
  ].map(plainText).join("\n");
}
