import { ApiError } from "@windlass/client/api-error";
import { WindlassError, type ErrorCode } from "@windlass/contracts/error";
import { CommanderError } from "commander";
import { exitCodes, type ExitCode } from "./exit-code.js";

export interface Failure {
  code: ErrorCode;
  message: string;
  hint: string;
  /** Lines between message and hint: fields of the request, places in files. */
  details: string[];
  exitCode: ExitCode;
}

/** What to say of anything that a command threw, and the exit code that belongs to it. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof CommanderError) {
    // After help was shown for lack of a subcommand, commander has nothing else to say.
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
