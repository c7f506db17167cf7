import { InvalidArgumentError, type Command } from "commander";
import { resolve } from "node:path";
import { printerOf, type Cli } from "../cli.js";

interface CompileOptions {
  cwd: string;
  stage: string;
  region: string;
  param: Record<string, string>;
  config?: string;
  out?: string;
  root?: string;
  resolve?: string;
  offline?: boolean;
  explain?: string;
  diff?: string;
  stats: boolean;
  strictLimits: boolean;
}

const valuesHelp = `

Variables that only AWS can answer (ssm, cf, s3, aws:accountId, image tags) are looked up in the file of --resolve first:
  ssm:/path: text                     a list for a StringList, an object for a SecureString of JSON, null for "there is none"
  ssm(eu-west-1):/path: text          in another region than --region; cf likewise
  cf:stack.Output: text
  s3:bucket/key: text
  aws:accountId: "123456789012"
  ecr:123456789012.dkr.ecr.us-east-1.amazonaws.com/app:1.0: sha256:...
What the file has not is asked of AWS, when the environment has credentials. Without, all that is needed is listed.`;

const examples = `
Examples:
  $ windlass compile --cwd services/hello --stage dev --region us-east-1 --param domain=dev.example.org --out template.json
  $ windlass compile --stage dev --region us-east-1 --explain HelloLambdaFunction
  $ aws cloudformation get-template --stack-name hello-dev > deployed.json; windlass compile --stage dev --region us-east-1 --diff deployed.json

Exit codes with --diff, as diff has them: 0 no difference, 1 differences, 2 the config has errors or there is no template to
compare with. Ids with hashes or times in them, and where code is stored, do not count.`;

/** Needs no server. The compiler is loaded when it is asked for, so that other commands start without it. */
export function registerCompile(program: Command, cli: Cli): void {
  program
    .command("compile")
    .description("compile a serverless.yml to the CloudFormation template that would be deployed; needs no server")
    .option("--cwd <folder>", "folder of the service", ".")
    .requiredOption("--stage <stage>", "stage to compile for")
    .requiredOption("--region <region>", "AWS region to compile for")
    .option("--param <key=value>", "value of ${param:key}; can be given several times", addParameter, {})
    .option("--config <file>", "config file inside the folder, when it is not serverless.yml or the like")
    .option("--resolve <file>", "values that only AWS knows, as JSON or YAML; see below")
    .option("--offline", "never ask AWS, whatever credentials there are")
    .option("--root <folder>", "no file outside this folder is read; the repository's folder when left out")
    .option("--out <file>", "write the template to this file instead of standard output")
    .option("--explain <logical id>", "instead of the template, print which lines of the config made this resource, and what refers to it")
    .option("--diff <template>", "instead of the template, print what it would change where this one (JSON) is deployed; see below for exit codes")
    .option("--stats", "instead of the template, print how much of CloudFormation's limits it needs, and which function or event how much of it", false)
    .option("--strict-limits", "fail where the template is larger than CloudFormation takes, as a deployment does", false)
    .addHelpText("after", examples + valuesHelp)
    .action(async (options: CompileOptions, command: Command) => {
      const { compileCommand } = await import("./compile.js");
      const { cwd, stage, region, param, config, out, root, resolve: resolveFile, offline, explain, diff, stats, strictLimits } = options;
      const { io } = cli;
      cli.exitCode = await compileCommand(
        {
          cwd: resolve(io.cwd, cwd),
          stage,
          region,
          params: param,
          config,
          offline,
          resolve: resolveFile === undefined ? undefined : resolve(io.cwd, resolveFile),
          root: root === undefined ? undefined : resolve(io.cwd, root),
          out: out === undefined ? undefined : resolve(io.cwd, out),
          json: printerOf(cli, command).json,
          explain,
          diff: diff === undefined ? undefined : resolve(io.cwd, diff),
          stats,
          strictLimits,
        },
        io,
      );
    });
}

function addParameter(text: string, before: Record<string, string>): Record<string, string> {
  const at = text.indexOf("=");
  if (at < 1) throw new InvalidArgumentError("Use key=value.");
  return { ...before, [text.slice(0, at)]: text.slice(at + 1) };
}
