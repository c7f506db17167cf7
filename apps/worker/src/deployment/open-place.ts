import { join } from "node:path";
import { WindlassError } from "@windlass/contracts/error";
import type { BuildPlace } from "../build/isolation/build-place.js";
import { openBuildPlace } from "../build/isolation/open-build-place.js";
import type { StepContext } from "./run-step.js";
import type { Source } from "./steps/1-checkout.js";

/** Says in the log what a build that is not isolated can reach, and refuses the ones that nobody vouches for. */
function admit({ run, reporter, services }: StepContext): void {
  const { isolation, isolationRequired } = services.builds;
  if (isolation.kind !== "none") return;
  const hint = "Install bubblewrap on the server (Debian: apt-get install bubblewrap), or name an image in WINDLASS_BUILD_CONTAINER where there is a Docker engine, and start the worker again.";
  if (run.options.trust === "untrusted" || isolationRequired) {
    const whose = isolationRequired ? "This worker builds nothing that is not isolated" : "Code of people without write access is only built isolated from the server";
    throw new WindlassError("build_not_isolated", `${whose}, and ${isolation.reason}.`, { hint });
  }
  reporter.log(`This build is not isolated (${isolation.reason}): it can read what the worker's user can, and reach the server's network.`, "warn");
}

/**
 * Opens the place in which code of the repository runs: its build, and its config where that is code.
 * Throws `build_not_isolated` for code of strangers on a server that cannot isolate it.
 */
export function openPlace(context: StepContext, source: Source, nodeProgram = process.execPath): Promise<BuildPlace> {
  admit(context);
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
    nodeProgram,
    packageCache: trust === "trusted" ? join(services.dataDir, "cache", "npm") : null,
    readOnly: trust === "trusted" ? [join(services.dataDir, "repositories", `${run.repository.id}.git`, "objects")] : [],
    onRefused: (wanted, reason) => {
      const hint = hinted ? "" : " If builds need it, name it in WINDLASS_BUILD_HOSTS of the worker.";
      hinted = true;
      reporter.log(`The build asked for ${wanted}, which builds may not reach${reason === null ? "" : `: ${reason}`}.${hint}`, "warn");
    },
  });
}
