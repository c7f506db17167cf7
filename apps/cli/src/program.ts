import { Command } from "commander";
import type { Cli } from "./cli.js";
import { readVersion } from "./version.js";

type Register = (program: Command, cli: Cli) => void;

/** Each command's file is loaded when it is asked for, so that `compile` starts without the client and `login` without the compiler. */
const commands: Record<string, () => Promise<Register>> = {
  login: async () => (await import("./commands/login.js")).registerLogin,
  me: async () => (await import("./commands/me.js")).registerMe,
  accounts: async () => (await import("./commands/accounts.js")).registerAccounts,
  github: async () => (await import("./commands/github.js")).registerGithub,
  webhooks: async () => (await import("./commands/webhooks.js")).registerWebhooks,
  repositories: async () => (await import("./commands/repositories.js")).registerRepositories,
  services: async () => (await import("./commands/services.js")).registerServices,
  compose: async () => (await import("./commands/compose.js")).registerCompose,
  stages: async () => (await import("./commands/stages.js")).registerStages,
  deploy: async () => (await import("./commands/deploy.js")).registerDeploy,
  group: async () => (await import("./commands/group.js")).registerGroup,
  groups: async () => (await import("./commands/groups.js")).registerGroups,
  plan: async () => (await import("./commands/plan.js")).registerPlan,
  approve: async () => (await import("./commands/approve.js")).registerApprove,
  reject: async () => (await import("./commands/approve.js")).registerReject,
  rollback: async () => (await import("./commands/rollback.js")).registerRollback,
  promote: async () => (await import("./commands/promote.js")).registerPromote,
  remove: async () => (await import("./commands/remove.js")).registerRemove,
  doctor: async () => (await import("./commands/doctor.js")).registerDoctor,
  deployments: async () => (await import("./commands/deployments.js")).registerDeployments,
  show: async () => (await import("./commands/deployments.js")).registerShow,
  health: async () => (await import("./commands/health.js")).registerHealth,
  queue: async () => (await import("./commands/queue.js")).registerQueue,
  cancel: async () => (await import("./commands/cancel.js")).registerCancel,
  pause: async () => (await import("./commands/pause.js")).registerPause,
  resume: async () => (await import("./commands/pause.js")).registerResume,
  freeze: async () => (await import("./commands/freeze.js")).registerFreeze,
  "override-freeze": async () => (await import("./commands/override-freeze.js")).registerOverrideFreeze,
  report: async () => (await import("./commands/report.js")).registerReport,
  timeline: async () => (await import("./commands/timeline.js")).registerTimeline,
  logs: async () => (await import("./commands/logs.js")).registerLogs,
  deliveries: async () => (await import("./commands/deliveries.js")).registerDeliveries,
  previews: async () => (await import("./commands/previews.js")).registerPreviews,
  drift: async () => (await import("./commands/drift.js")).registerDrift,
  releases: async () => (await import("./commands/releases.js")).registerReleases,
  housekeeping: async () => (await import("./commands/housekeeping.js")).registerHousekeeping,
  metrics: async () => (await import("./commands/metrics.js")).registerMetrics,
  compile: async () => (await import("./commands/register-compile.js")).registerCompile,
};

const about = `
Environment:
  WINDLASS_SERVER   address of the server (default http://127.0.0.1:4680)
  WINDLASS_TOKEN    API token; both serve instead of windlass login, and win over it

Exit codes:
  0  done; with --wait: the deployment succeeded      2  the command line was not understood
  1  not done; with --wait: it ended in another way   3  no server answered`;

/**
 * The command line for these arguments: with the one command that they name, or with all of them where they name none.
 * It throws CommanderError instead of ending the process.
 */
export async function createProgram(cli: Cli, args: readonly string[]): Promise<Command> {
  const program = new Command("windlass")
    .description("Deploys serverless applications to your AWS accounts, shows what happens, and puts earlier releases back.")
    .version(args.includes("--json") ? JSON.stringify({ version: readVersion() }) : readVersion(), "-V, --version", "print the version of this command line")
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
  for (const load of asked(args)) (await load())(program, cli);
  return program;
}

/** None of them is needed to say the version. */
function asked(args: readonly string[]): (() => Promise<Register>)[] {
  const name = args.find((argument) => !argument.startsWith("-"));
  if (name === undefined && args.some((argument) => argument === "-V" || argument === "--version")) return [];
  const named = Object.entries(commands).flatMap(([one, load]) => (one === name ? [load] : []));
  return named.length > 0 ? named : Object.values(commands);
}
