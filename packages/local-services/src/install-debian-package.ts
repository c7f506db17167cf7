import { existsSync } from "node:fs";
import { userInfo } from "node:os";
import { findProgram } from "./find-program.js";
import { runCommand } from "./run-command.js";
import { ServiceError } from "./service-error.js";

/** Whether packages can be installed without asking anybody: root on Debian or Ubuntu. */
export function canInstallDebianPackages(): boolean {
  return userInfo().uid === 0 && existsSync("/etc/debian_version") && findProgram(["apt-get"]) !== null;
}

/** apt-get runs once at a time: another one waits for nothing and fails. */
let lastInstallation: Promise<unknown> = Promise.resolve();

/**
 * Installs packages with apt-get, after those that are being installed. No service of theirs is started: `policy-rc.d` is not needed because
 * `RUNLEVEL=1` makes their maintainer scripts leave servers alone.
 * @throws ServiceError with apt-get's own words when it fails.
 */
export function installDebianPackages(packages: readonly string[]): Promise<void> {
  const installation = lastInstallation.then(() => install(packages));
  lastInstallation = installation.catch(() => undefined);
  return installation;
}

async function install(packages: readonly string[]): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive", RUNLEVEL: "1" };
  const args = ["install", "--yes", "--no-install-recommends", ...packages];
  const first = await runCommand("apt-get", args, { env, timeoutMs: 300_000 });
  if (first.code === 0) return;
  await runCommand("apt-get", ["update"], { env, timeoutMs: 300_000 });
  const second = await runCommand("apt-get", args, { env, timeoutMs: 300_000 });
  if (second.code === 0) return;
  throw new ServiceError(
    `apt-get could not install ${packages.join(", ")}: ${second.stderr.trim().split("\n").slice(-3).join("\n")}`,
    "Check the network and the package sources, or install it yourself.",
  );
}
