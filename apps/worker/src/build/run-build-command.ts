import { WindlassError } from "@windlass/contracts/error";
import { createLineSplitter } from "../deployment/line-splitter.js";
import type { StepContext } from "../deployment/run-step.js";
import { diskFullError, saysDiskFull } from "../disk-full.js";
import { runProcess, type ProcessEnd } from "../process/run-process.js";
import type { Command } from "./isolation/enclose.js";
import type { BuildPlace } from "./isolation/build-place.js";
import { watchLimits } from "./isolation/watch-limits.js";

const longestOutputBytes = 64 * 1024 * 1024;

/**
 * Runs one command of a build in its place, with its output in the log and its limits watched.
 * Throws `build_failed`, `build_timeout`, `build_over_limit` or `disk_full`.
 */
export async function runBuildCommand(context: StepContext, place: BuildPlace, command: Command & { cwd: string }): Promise<void> {
  const { reporter, services, masker, signal } = context;
  const { timeoutMs, limits } = services.builds;
  const shown = masker.text([command.program, ...command.args].join(" "));
  reporter.log(`$ ${shown}`);
  const over = new AbortController();
  const { onStdout, onStderr, close, hasFilledDisk } = openOutput(context, () => over.abort(outputError(shown)));
  const watch = await watchLimits({ limits, folders: place.folders, onExceeded: (error) => over.abort(error) });
  try {
    const end = await runProcess({
      ...place.prepare(command),
      timeoutMs,
      signal: AbortSignal.any([signal, over.signal]),
      onStdout,
      onStderr,
      ready: () => reporter.ready(),
      ...(place.isWatchedByPid ? { onStarted: (pid: number) => watch.started(pid) } : {}),
    });
    close();
    await watch.finish();
    if (end.ended === "exited" && end.code !== 0 && hasFilledDisk()) throw diskFullError(`\`${shown}\` could not write its files`);
    const excess = end.ended === "exited" && end.code === 0 ? null : await place.excess();
    if (excess !== null) throw excess;
    throwUnlessDone(end, shown, timeoutMs);
  } finally {
    watch.stop();
    close();
  }
}

/** Reports a process's output by lines, counts it, and notes whether one of them says that the disk is full. */
function openOutput({ reporter, masker }: StepContext, onTooMuch: () => void) {
  let filledDisk = false;
  let outputBytes = 0;
  const splitter = (stream: "stdout" | "stderr") => {
    const onLine = (line: string): void => {
      filledDisk ||= saysDiskFull(line);
      reporter.output(stream, line);
    };
    return createLineSplitter({ onLine, mask: masker.text, lookahead: masker.longest });
  };
  const [stdout, stderr] = [splitter("stdout"), splitter("stderr")];
  const counted = (to: typeof stdout) => (chunk: Buffer): void => {
    outputBytes += chunk.length;
    if (outputBytes > longestOutputBytes) onTooMuch();
    to.push(chunk);
  };
  const close = (): void => {
    stdout.end();
    stderr.end();
  };
  return { onStdout: counted(stdout), onStderr: counted(stderr), close, hasFilledDisk: () => filledDisk };
}

function outputError(shown: string): WindlassError {
  return new WindlassError("build_over_limit", `\`${shown}\` wrote more than ${longestOutputBytes / 1024 / 1024} MB of output and was ended.`, {
    hint: "Make the build write less to its log.",
  });
}

function throwUnlessDone(end: ProcessEnd, shown: string, timeoutMs: number): void {
  switch (end.ended) {
    case "exited":
      if (end.code === 0) return;
      if (end.code === 127) throw notStarted(shown, "its log says why");
      if (end.code > 128) throw killed(shown, `signal ${end.code - 128}`, end.code === 137);
      throw new WindlassError("build_failed", `\`${shown}\` ended with exit code ${end.code}.`);
    case "killed":
      throw killed(shown, end.signal, end.signal === "SIGKILL");
    case "timed_out":
      throw new WindlassError("build_timeout", `\`${shown}\` took longer than ${Math.round(timeoutMs / 60_000)} minutes and was ended.`, {
        hint: "Make the build faster, or raise WINDLASS_BUILD_TIMEOUT_MINUTES of the worker.",
      });
    case "not_started":
      throw notStarted(shown, end.reason);
  }
}

function killed(shown: string, by: string, byKill: boolean): WindlassError {
  return new WindlassError("build_failed", `\`${shown}\` was ended by ${by}.`, {
    hint: byKill ? "The server may have run out of memory." : "The last lines of the build's log say what failed.",
  });
}

function notStarted(shown: string, reason: string): WindlassError {
  return new WindlassError("build_failed", `\`${shown}\` could not be started: ${reason}.`, {
    hint: "Is the program installed on the server, or in the service's dependencies (then write `npx` before it)?",
  });
}
