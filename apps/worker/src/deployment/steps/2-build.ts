import { chooseNode } from "../../build/choose-node.js";
import { findInstalledNodes } from "../../build/find-installed-nodes.js";
import { findInstall } from "../../build/find-install.js";
import { installDependencies } from "../../build/install-dependencies.js";
import { runBuildCommand } from "../../build/run-build-command.js";
import { openPlace } from "../open-place.js";
import { findWantedNode } from "../../build/wanted-node.js";
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

  const { isolation, nodeFolders } = context.services.builds;
  const wanted = await findWantedNode(source);
  const { node, text, level } =
    isolation.kind === "container" ? chooseNode(wanted, [isolation.node], "Name an image with another one in WINDLASS_BUILD_CONTAINER of the worker.") : chooseNode(wanted, await findInstalledNodes(nodeFolders));
  reporter.log(text, level);
  const place = await openPlace(context, source, node.program);
  try {
    if (install.kind === "install") await installDependencies(context, { install, place, nodeVersion: node.version });
    if (program !== undefined) {
      const command = { program, args, cwd: source.directory };
      await timed(reporter, { group: "build", name: program }, () => runBuildCommand(context, place, command));
    }
  } finally {
    await place.close();
  }
  return { output: { isolation: isolation.kind, node: node.version }, store: () => undefined };
}
