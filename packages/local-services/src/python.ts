import { findProgram } from "./find-program.js";
import { canInstallDebianPackages, installDebianPackages } from "./install-debian-package.js";
import { runCommand } from "./run-command.js";
import { ServiceError } from "./service-error.js";

const names = ["python3", "python3.14", "python3.13", "python3.12", "python3.11", "python3.10", "python"];
const probe = "import sys, venv, ensurepip; sys.exit(0 if sys.version_info >= (3, 10) else 1)";

/**
 * A Python of 3.10 or newer that can make virtual environments.
 * @throws ServiceError when there is none and none can be installed.
 */
export async function findPython(): Promise<string> {
  const found = await firstUsable();
  if (found) return found;
  const hint = "Install Python 3.10 or newer with its venv module (Debian: apt-get install python3-venv).";
  if (!canInstallDebianPackages()) throw new ServiceError("There is no Python 3.10 or newer with venv", hint);
  await installDebianPackages(["python3", "python3-venv"]);
  const installed = await firstUsable();
  if (!installed) throw new ServiceError("This system's Python is older than 3.10", hint);
  return installed;
}

async function firstUsable(): Promise<string | null> {
  for (const name of names) {
    const path = findProgram([name]);
    if (path && (await runCommand(path, ["-c", probe])).code === 0) return path;
  }
  return null;
}
