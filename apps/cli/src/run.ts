import { ApiError } from "@windlass/client/api-error";
import { WindlassError, type ErrorCode } from "@windlass/contracts/error";
import { CommanderError } from "commander";
import type { Cli } from "./context.js";
import { exitCodes, type ExitCode } from "./exit-code.js";
import type { CliIo } from "./io.js";
import { plainText } from "./output/plain-text.js";
import { createPrinter } from "./output/printer.js";
import { createProgram } from "./program.js";

/** Runs one command line (without the program's name) and returns its exit code. Never throws. */
export async function run(args: readonly string[], io: CliIo): Promise<ExitCode> {
  const cli: Cli = { io, exitCode: exitCodes.ok };
  try {
    await createProgram(cli).parseAsync(args, { from: "user" });
    return cli.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    if (io.signal.aborted) return exitCodes.interrupted;
    const failure = describe(error);
    printFailure(failure, args, io);
    return failure.exitCode;
  }
}

interface Failure {
  code: ErrorCode;
  message: string;
  hint: string;
  /** Lines between message and hint: fields of the request, places in files. */
  details: string[];
  exitCode: ExitCode;
}

function describe(error: unknown): Failure {
  if (error instanceof CommanderError) {
    // Commander has printed the help by then, and has nothing else to say.
    const message = error.code === "commander.help" ? "The command is not complete." : error.message.replace(/^error: /, "");
    return { code: "invalid_request", message, hint: "Add --help to see what the command takes.", details: [], exitCode: exitCodes.usage };
  }
  if (error instanceof ApiError) {
    const details = (error.problem.errors ?? []).map(({ path, message }) => `${path}: ${message}`);
    return { code: error.code, message: error.message, hint: error.hint, details, exitCode: exitCodeOf(error.code) };
  }
  if (error instanceof WindlassError) {
    const details = (error.extra.places ?? []).map(({ file, line, column, message }) => `${[file, line, column].filter(Boolean).join(":")}  ${message}`);
    return { code: error.code, message: error.message, hint: error.hint, details, exitCode: exitCodeOf(error.code) };
  }
  if (error instanceof Error && "syscall" in error) {
    return { code: "invalid_request", message: error.message, hint: "Check the path and its permissions.", details: [], exitCode: exitCodes.failed };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { code: "internal", message, hint: "This is a defect in the windlass command.", details: [], exitCode: exitCodes.failed };
}

function exitCodeOf(code: ErrorCode): ExitCode {
  if (code === "server_unreachable") return exitCodes.unreachable;
  return code === "invalid_request" ? exitCodes.usage : exitCodes.failed;
}

/** The text for people goes to standard error; with `--json`, the one JSON value says the same on standard output. */
function printFailure({ code, message, hint, details }: Failure, args: readonly string[], io: CliIo): void {
  const printer = createPrinter(io, args.includes("--json"));
  printer.note(plainText([`error: ${message}`, ...details.map((detail) => `  ${detail}`), `hint: ${hint}`].join("\n")));
  if (printer.json) printer.result({ error: { code, message, hint } }, "");
}
