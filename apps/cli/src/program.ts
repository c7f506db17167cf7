import { Command } from "commander";
import { registerAccounts } from "./commands/accounts.js";
import { registerDeploy } from "./commands/deploy.js";
import { registerDeployments } from "./commands/deployments.js";
import { registerLogin } from "./commands/login.js";
import { registerLogs } from "./commands/logs.js";
import { registerMetrics } from "./commands/metrics.js";
import { registerRemove } from "./commands/remove.js";
import { registerRepositories } from "./commands/repositories.js";
import { registerRollback } from "./commands/rollback.js";
import { registerServices } from "./commands/services.js";
import { registerStages } from "./commands/stages.js";
import { registerCompile } from "./commands/register-compile.js";
import type { Cli } from "./context.js";

const registrations = [
  registerLogin,
  registerAccounts,
  registerRepositories,
  registerServices,
  registerStages,
  registerDeploy,
  registerRollback,
  registerRemove,
  registerDeployments,
  registerLogs,
  registerMetrics,
  registerCompile,
];

const about = `
Environment:
  WINDLASS_SERVER   address of the server (default http://127.0.0.1:4680)
  WINDLASS_TOKEN    API token; both serve instead of windlass login, and win over it

Exit codes:
  0  done; with --wait: the deployment succeeded      2  the command line was not understood
  1  not done; with --wait: it ended in another way   3  no server answered`;

/** The whole command line. It throws CommanderError instead of ending the process. */
export function createProgram(cli: Cli): Command {
  const program = new Command("windlass")
    .description("Deploys serverless applications to your AWS accounts, shows what happens, and puts earlier releases back.")
    .option("--json", "print one JSON value on standard output, and everything else on standard error")
    .configureHelp({ showGlobalOptions: true, helpWidth: Math.min(cli.io.stdout.columns ?? 100, 120) })
    .configureOutput({
      writeOut: (text) => void cli.io.stdout.write(text),
      writeErr: (text) => void cli.io.stderr.write(text),
      // What commander has to say of an error is part of the CommanderError, and is printed like every other error.
      outputError: () => undefined,
    })
    .exitOverride()
    .helpCommand("help [command]", "show help for a command")
    .addHelpText("after", about);
  for (const register of registrations) register(program, cli);
  return program;
}
