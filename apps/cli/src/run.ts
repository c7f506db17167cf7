import { CommanderError } from "commander";
import type { Cli } from "./cli.js";
import type { Failure } from "./describe-failure.js";
import { exitCodes, type ExitCode } from "./exit-code.js";
import type { CliIo } from "./io.js";
import { plainText } from "./output/plain-text.js";
import { createPrinter } from "./output/printer.js";
import { createProgram } from "./program.js";

/** Runs one command line (without the program's name) and returns its exit code. Never throws. */
export async function run(args: readonly string[], io: CliIo): Promise<ExitCode> {
  const cli: Cli = { io, exitCode: exitCodes.ok };
  try {
    const program = await createProgram(cli, args);
    await program.parseAsync(args, { from: "user" });
    return cli.exitCode;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return exitCodes.ok;
    if (io.signal.aborted) return exitCodes.interrupted;
    const { describeFailure } = await import("./describe-failure.js");
    const failure = describeFailure(error);
    printFailure(failure, args, io);
    return failure.exitCode;
  }
}

/** The text for people goes to standard error; with `--json`, the one JSON value says the same on standard output. */
function printFailure({ code, message, hint, details }: Failure, args: readonly string[], io: CliIo): void {
  const printer = createPrinter(io, args.includes("--json"));
  printer.note(plainText([`error: ${message}`, ...details.map((detail) => `  ${detail}`), `hint: ${hint}`].join("\n")));
  if (printer.json) printer.result({ error: { code, message, hint } }, "");
}
