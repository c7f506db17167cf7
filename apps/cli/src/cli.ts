import type { Command } from "commander";
import type { ExitCode } from "./exit-code.js";
import type { CliIo } from "./io.js";
import { createPrinter, type Printer } from "./output/printer.js";

/** What commands are registered on: the process, and where the exit code of the one that ran is kept. */
export interface Cli {
  io: CliIo;
  exitCode: ExitCode;
}

export function printerOf(cli: Cli, command: Command): Printer {
  return createPrinter(cli.io, command.optsWithGlobals()["json"] === true);
}
