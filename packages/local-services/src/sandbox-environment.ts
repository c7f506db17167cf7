import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { signalProcess } from "./child.js";
import { findPython } from "./python.js";
import { runCommand } from "./run-command.js";
import { sandboxRequirements } from "./sandbox-requirements.js";
import { ServiceError } from "./service-error.js";

/**
 * Makes the sandbox's Python environment in `directory`, unless it is there, and returns its Python.
 * Two processes that ask at once share one: the second waits for the first.
 * @throws ServiceError when there is no Python, or the package registry cannot be reached.
 */
export async function prepareSandbox(directory: string, signal?: AbortSignal): Promise<string> {
  const python = join(directory, "venv", "bin", "python");
  const stampFile = join(directory, "stamp");
  const stamp = createHash("sha256").update(sandboxRequirements.join("\n")).digest("hex");
  const isReady = () => existsSync(python) && existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp;
  if (isReady()) return python;
  mkdirSync(directory, { recursive: true });
  const unlock = await lock(join(directory, "lock"));
  try {
    if (!isReady()) await install(directory, signal);
    writeFileSync(stampFile, stamp);
  } finally {
    unlock();
  }
  return python;
}

async function install(directory: string, signal?: AbortSignal): Promise<void> {
  const venv = join(directory, "venv");
  rmSync(venv, { recursive: true, force: true });
  const made = await runCommand(await findPython(), ["-m", "venv", venv], { timeoutMs: 120_000, signal });
  if (made.code !== 0) {
    throw new ServiceError(`Python could not make an environment: ${lastLine(made)}`, "Is its venv module installed?");
  }
  const pip = ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", ...sandboxRequirements];
  const installed = await runCommand(join(venv, "bin", "python"), pip, { timeoutMs: 300_000, signal });
  if (installed.code === 0) return;
  throw new ServiceError(
    `The AWS sandbox could not be installed: ${lastLine(installed)}`,
    "Is the Python package registry reachable? PIP_INDEX_URL names another one.",
  );
}

function lastLine({ stderr, stdout }: { stderr: string; stdout: string }): string {
  return (stderr.trim() || stdout.trim()).split("\n").at(-1) ?? "";
}

/** Takes a lock file; one whose owner has died is taken over. */
async function lock(file: string): Promise<() => void> {
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: "wx" });
      return () => rmSync(file, { force: true });
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    }
    const owner = existsSync(file) ? Number(readFileSync(file, "utf8")) : 0;
    if (owner > 0 && !signalProcess(owner, 0)) rmSync(file, { force: true });
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
}
