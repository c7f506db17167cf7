import { InvalidArgumentError, type Command } from "commander";
import { resolve } from "node:path";
import { printerOf, type Cli } from "../cli.js";
import { exitCodes } from "../exit-code.js";

interface CompileOptions {
  cwd: string;
  stage: string;
  region: string;
  param: Record<string, string>;
  config?: string;
  out?: string;
}

/** Needs no server and no AWS. The compiler is loaded when it is asked for, so that other commands start without it. */
export function registerCompile(program: Command, cli: Cli): void {
  program
    .command("compile")
    .description("compile a serverless.yml to the CloudFormation template that would be deployed; needs no server and no AWS")
    .option("--cwd <folder>", "folder of the service", ".")
    .requiredOption("--stage <stage>", "stage to compile for")
    .requiredOption("--region <region>", "AWS region to compile for")
    .option("--param <key=value>", "value of ${param:key}; can be given several times", addParameter, {})
    .option("--config <file>", "config file inside the folder, when it is not serverless.yml or the like")
    .option("--out <file>", "write the template to this file instead of standard output")
    .addHelpText("after", "\nExample:\n  $ windlass compile --cwd services/hello --stage dev --region us-east-1 --param domain=dev.example.org --out template.json")
    .action(async (options: CompileOptions, command: Command) => {
      const { compileCommand } = await import("./compile.js");
      const { cwd, stage, region, param, config, out } = options;
      const { io } = cli;
      const code = await compileCommand(
        {
          cwd: resolve(io.cwd, cwd),
          stage,
          region,
          params: param,
          config,
          out: out === undefined ? undefined : resolve(io.cwd, out),
          json: printerOf(cli, command).json,
        },
        io,
      );
      cli.exitCode = code === 0 ? exitCodes.ok : exitCodes.failed;
    });
}

function addParameter(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Use key=value.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
