import { WindlassError } from "@windlass/contracts/error";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { buildEnvironment } from "../../build/build-environment.js";
import { findInstall } from "../../build/find-install.js";
import { diskFullError, saysDiskFull } from "../../disk-full.js";
import { runProcess, type ProcessEnd } from "../../process/run-process.js";
import { createLineSplitter } from "../line-splitter.js";
import type { StepContext, StepResult } from "../run-step.js";
import { timed } from "../timed.js";
import type { Source } from "./1-checkout.js";

const longestOutputBytes = 64 * 1024 * 1024;

type Command = { program: string; args: readonly string[]; cwd: string };

/**
 * Installs the dependencies that a lockfile names and runs the service's build command, in an environment that has
 * nothing of the worker's. Throws `build_failed`, `build_timeout` or `disk_full`.
 */
export async function build(context: StepContext, source: Source): Promise<StepResult<void>> {
  const { run, reporter } = context;
  const install = await findInstall(source);
  if (install.kind === "nothing") reporter.log(install.reason, install.level);
  const [program, ...args] = run.service.buildCommand ?? [];
  if (install.kind === "nothing" && program === undefined) return { state: "skipped", store: () => undefined };

  const home = join(context.workDir, "home");
  await mkdir(home, { recursive: true });
  const place = { source, home };
  if (install.kind === "install") await timed(reporter, { group: "install", name: install.program }, () => runCommand(context, install, place));
  if (program !== undefined) await timed(reporter, { group: "build", name: program }, () => runCommand(context, { program, args, cwd: source.directory }, place));
  return { store: () => undefined };
}

async function runCommand(context: StepContext, command: Command, place: { source: Source; home: string }): Promise<void> {
  const { reporter, services, masker, run, signal } = context;
  const shown = masker.text([command.program, ...command.args].join(" "));
  reporter.log(`$ ${shown}`);
  const overflow = new AbortController();
  let outputBytes = 0;
  const { stdout, stderr, close, hasFilledDisk } = openOutput(context);
  const count = (chunk: Buffer): void => {
    outputBytes += chunk.length;
    if (outputBytes > longestOutputBytes) overflow.abort(outputError(shown));
  };
  try {
    const end = await runProcess({
      ...command,
      env: buildEnvironment({ run, commit: place.source.commit.sha, home: place.home, dataDir: services.dataDir }),
      timeoutMs: services.buildTimeoutMs,
      signal: AbortSignal.any([signal, overflow.signal]),
      onStdout: (chunk) => {
        count(chunk);
        stdout.push(chunk);
      },
      onStderr: (chunk) => {
        count(chunk);
        stderr.push(chunk);
      },
      ready: () => reporter.ready(),
    });
    close();
    if (end.ended === "exited" && end.code !== 0 && hasFilledDisk()) throw diskFullError(`\`${shown}\` could not write its files`);
    throwUnlessDone(end, shown, services.buildTimeoutMs);
  } finally {
    close();
  }
}

/** Reports a process's output by lines, and notes whether one of them says that the disk is full. */
function openOutput({ reporter, masker }: StepContext) {
  let filledDisk = false;
  const splitter = (stream: "stdout" | "stderr") => {
    const onLine = (line: string): void => {
      filledDisk ||= saysDiskFull(line);
      reporter.output(stream, line);
    };
    return createLineSplitter({ onLine, mask: masker.text, lookahead: masker.longest });
  };
  const [stdout, stderr] = [splitter("stdout"), splitter("stderr")];
  const close = (): void => {
    stdout.end();
    stderr.end();
  };
  return { stdout, stderr, close, hasFilledDisk: () => filledDisk };
}

function outputError(shown: string): WindlassError {
  return new WindlassError("build_failed", `\`${shown}\` wrote more than ${longestOutputBytes / 1024 / 1024} MB of output and was ended.`);
}

function throwUnlessDone(end: ProcessEnd, shown: string, timeoutMs: number): void {
  switch (end.ended) {
    case "exited":
      if (end.code === 0) return;
      throw new WindlassError("build_failed", `\`${shown}\` ended with exit code ${end.code}.`);
    case "killed":
      throw new WindlassError("build_failed", `\`${shown}\` was ended by ${end.signal}.`, {
        hint: end.signal === "SIGKILL" ? "The server may have run out of memory." : "The last lines of the build's log say what failed.",
      });
    case "timed_out":
      throw new WindlassError("build_timeout", `\`${shown}\` took longer than ${Math.round(timeoutMs / 60_000)} minutes and was ended.`, {
        hint: "Make the build faster, or raise WINDLASS_BUILD_TIMEOUT_MINUTES of the worker.",
      });
    case "not_started":
      throw new WindlassError("build_failed", `\`${shown}\` could not be started: ${end.reason}.`, {
        hint: "Is the program installed on the server, or in the service's dependencies (then write `npx` before it)?",
      });
  }
}
