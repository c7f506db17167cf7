import type { CommandContext } from "./context.js";
import { usageError } from "./usage-error.js";

export interface Confirmation {
  stage: string;
  /** What the command line says already. */
  given: string | undefined;
  /** What is lost, as the beginning of a sentence. */
  loses: string;
}

/**
 * Makes sure that a confirmation is given or can be asked for, before anything else is done.
 *
 * @throws WindlassError `invalid_request`
 */
export function assertConfirmable({ io, printer }: Pick<CommandContext, "io" | "printer">, { stage, given, loses }: Confirmation): void {
  if (given === stage || (given === undefined && io.stdin.isTTY === true && !printer.json)) return;
  const says = given === undefined ? `${loses}.` : `"${given}" is not the name of the stage. Nothing was changed.`;
  throw usageError(says, `Add --confirm ${stage} if that is what you want.`);
}

/**
 * The stage's name as somebody has typed it: on the command line, or now where a person looks on.
 *
 * @throws WindlassError `invalid_request` where neither is so, or the name is another.
 */
export async function confirmStage(context: Pick<CommandContext, "io" | "printer">, confirmation: Confirmation): Promise<string> {
  assertConfirmable(context, confirmation);
  const { stage, given, loses } = confirmation;
  if (given !== undefined) return given;
  context.printer.note(`\n${loses}. Type ${stage} to confirm:`);
  const typed = await readLine(context.io.stdin);
  assertConfirmable(context, { ...confirmation, given: typed });
  return typed;
}

async function readLine(stdin: CommandContext["io"]["stdin"]): Promise<string> {
  let text = "";
  for await (const chunk of stdin) {
    text += String(chunk);
    if (text.includes("\n")) break;
  }
  return text.split(/\r?\n/, 1)[0]?.trim() ?? "";
}
