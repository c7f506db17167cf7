import { join } from "node:path";
import { WindlassError } from "@windlass/contracts/error";
import { findInstall } from "../../build/find-install.js";
import type { Command } from "../../build/isolation/enclose.js";
import { openBuildPlace, type BuildPlace } from "../../build/isolation/open-build-place.js";
import { runBuildCommand } from "../../build/run-build-command.js";
import type { StepContext, StepResult } from "../run-step.js";
import { timed } from "../timed.js";
import type { Source } from "./1-checkout.js";

/**
 * Installs the dependencies that a lockfile names and runs the service's build command, isolated from the server and in an
 * environment that has nothing of the worker's. Code of strangers is not built on a server that cannot isolate it.
 * Throws `build_not_isolated`, `build_failed`, `build_timeout`, `build_over_limit` or `disk_full`.
 */
export async function build(context: StepContext, source: Source): Promise<StepResult<void>> {
  const { run, reporter } = context;
  const install = await findInstall(source);
  if (install.kind === "nothing") reporter.log(install.reason, install.level);
  const [program, ...args] = run.service.buildCommand ?? [];
  if (install.kind === "nothing" && program === undefined) return { state: "skipped", store: () => undefined };

  admitBuild(context);
  const place = await openPlace(context, source);
  const runIn = (group: string, command: Command & { cwd: string }): Promise<void> =>
    timed(reporter, { group, name: command.program }, () => runBuildCommand(context, place, command));
  try {
    if (install.kind === "install") await runIn("install", install);
    if (program !== undefined) await runIn("build", { program, args, cwd: source.directory });
  } finally {
    await place.close();
  }
  return { output: { isolation: context.services.builds.isolation.kind }, store: () => undefined };
}

/** Says in the log what a build that is not isolated can reach, and refuses the ones that nobody vouches for. */
function admitBuild({ run, reporter, services }: StepContext): void {
  const { isolation, isolationRequired } = services.builds;
  if (isolation.kind === "bubblewrap") return;
  const hint = "Install bubblewrap on the server (Debian: apt-get install bubblewrap) and start the worker again.";
  if (run.options.trust === "untrusted" || isolationRequired) {
    const whose = isolationRequired ? "WINDLASS_BUILD_ISOLATION is `required`" : "Code of people without write access is only built isolated from the server";
    throw new WindlassError("build_not_isolated", `${whose}, and ${isolation.reason}.`, { hint });
  }
  reporter.log(`This build is not isolated (${isolation.reason}): it can read what the worker's user can, and reach the server's network.`, "warn");
}

function openPlace(context: StepContext, source: Source): Promise<BuildPlace> {
  const { run, reporter, services, workDir, signal } = context;
  const { isolation, limits, hosts } = services.builds;
  const trust = run.options.trust ?? "trusted";
  let hinted = false;
  return openBuildPlace({
    isolation,
    limits,
    hosts,
    workDir,
    service: run.service.name,
    stage: run.stage.name,
    trust,
    signal,
    root: source.root,
    commit: source.commit.sha,
    nodeProgram: process.execPath,
    packageCache: trust === "trusted" ? join(services.dataDir, "cache", "npm") : null,
    readOnly: trust === "trusted" ? [join(services.dataDir, "repositories", `${run.repository.id}.git`, "objects")] : [],
    onRefused: (wanted, reason) => {
      const hint = hinted ? "" : " If builds need it, name it in WINDLASS_BUILD_HOSTS of the worker.";
      hinted = true;
      reporter.log(`The build asked for ${wanted}, which builds may not reach${reason === null ? "" : `: ${reason}`}.${hint}`, "warn");
    },
  });
}
