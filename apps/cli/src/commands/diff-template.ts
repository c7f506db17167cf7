import { readFile } from "node:fs/promises";
import type { Compiled } from "@windlass/compiler/compile-input";
import { diffWith, type Difference } from "@windlass/compiler/diff/diff-with";
import { exitCodes, type ExitCode } from "../exit-code.js";
import type { CliIo } from "../io.js";
import { differenceText } from "../output/difference-text.js";
import { createPaint } from "../output/paint.js";
import type { Printer } from "../output/printer.js";
import { usageError } from "../usage-error.js";

/**
 * Prints what the compiled template would change where the one in a file is deployed.
 * @returns 0 without a difference, 1 with one, as `diff` does.
 * @throws WindlassError `invalid_request` when the file holds no template.
 */
export async function diffTemplate(compiled: Compiled, otherFile: string, { io, printer }: { io: CliIo; printer: Printer }): Promise<ExitCode> {
  const difference = compare(compiled, await readOther(otherFile), otherFile);
  printer.result(difference, () => differenceText(difference, createPaint(io.stdout, io.env)));
  return difference.same ? exitCodes.ok : exitCodes.failed;
}

function compare(compiled: Compiled, text: string, file: string): Difference {
  try {
    return diffWith(compiled, text);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError)) throw error;
    throw usageError(`${file} is no CloudFormation template in JSON: ${error.message}`, "Compare with a template that windlass compile --out wrote, or with what aws cloudformation get-template prints.");
  }
}

async function readOther(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw usageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, "Check the path and its permissions.");
  }
}
