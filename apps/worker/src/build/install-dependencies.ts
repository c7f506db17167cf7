import { join } from "node:path";
import type { StepContext } from "../deployment/run-step.js";
import { timed } from "../deployment/timed.js";
import { dependencyKey } from "./dependency-key.js";
import { openDependencyCache } from "./dependency-cache.js";
import type { Install } from "./find-install.js";
import type { BuildPlace } from "./isolation/build-place.js";
import { runBuildCommand } from "./run-build-command.js";

type Installation = { install: Extract<Install, { kind: "install" }>; place: BuildPlace; nodeVersion: string };

/**
 * Installs the dependencies, or takes them from what an earlier build of the same lockfile left. Code of strangers may take
 * and never leaves anything. Throws what the command's run throws.
 */
export async function installDependencies(context: StepContext, { install, place, nodeVersion }: Installation): Promise<void> {
  const { run, reporter, services, signal } = context;
  const { program, args, cwd } = install;
  const limitBytes = services.builds.dependencyCacheBytes;
  const { isolation } = services.builds;
  // Files keep their owner, who must be the one that builds.
  const owner = isolation.kind === "none" ? "bare" : `${isolation.kind === "container" ? `${isolation.image} ` : ""}${isolation.runAs}`;
  const named = await dependencyKey({ cwd, command: [program, ...args, owner], nodeVersion, repositoryId: run.repository.id });
  const cache = openDependencyCache({ folder: join(services.dataDir, "cache", "dependencies"), limitBytes, signal });
  const isUsed = limitBytes > 0 && "key" in named;
  if (limitBytes > 0 && "reason" in named) reporter.log(`The dependencies are not kept for the next build: ${named.reason}.`);

  const startedAt = performance.now();
  if (isUsed && (await timed(reporter, { group: "install", name: "from the cache" }, () => cache.restore(named.key, cwd)))) {
    reporter.log(`Dependencies of the same lockfile were there from an earlier build (${seconds(startedAt)}).`);
    return;
  }
  await timed(reporter, { group: "install", name: program }, () => runBuildCommand(context, place, install));
  if (!isUsed || run.options.trust === "untrusted") return;
  const installed = seconds(startedAt);
  const keptAt = performance.now();
  const isKept = await timed(reporter, { group: "install", name: "keep" }, () => cache.keep(named.key, cwd));
  if (isKept) reporter.log(`Dependencies installed in ${installed} and kept for the next build of this lockfile (${seconds(keptAt)}).`);
}

const seconds = (since: number): string => `${((performance.now() - since) / 1_000).toFixed(1)} s`;
