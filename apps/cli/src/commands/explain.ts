import type { Compiled } from "@windlass/compiler/compile-input";
import { explainResource } from "@windlass/compiler/explain/explain-resource";
import type { CliIo } from "../io.js";
import { explanationText } from "../output/explanation-text.js";
import { createPaint } from "../output/paint.js";
import type { Printer } from "../output/printer.js";
import { readSourceFiles } from "../output/source-files.js";
import { terminalWidth } from "../output/terminal-width.js";
import { usageError } from "../usage-error.js";

/** What `--explain` needs: the compiled service, the id that was asked for, and the folder that places are relative to. */
type Explained = { compiled: Compiled; logicalId: string; cwd: string };

/**
 * Prints where a resource is from and what it is tied to.
 * @throws WindlassError `invalid_request` when the template has no such resource, with those that were most likely meant.
 */
export async function explainCommand({ compiled, logicalId, cwd }: Explained, io: CliIo, printer: Printer): Promise<void> {
  const explanation = explainResource(compiled, logicalId);
  if ("near" in explanation) {
    const hint = explanation.near.length > 0 ? `Did you mean ${explanation.near.join(", ")}?` : "Compile without --explain to see every logical id.";
    throw usageError(`The template has no resource "${logicalId}".`, hint);
  }
  const files = await readSourceFiles(explanation.sources.map(({ place }) => place), cwd);
  printer.result({ ...explanation, sources: explanation.sources.map((source) => ({ ...source, range: files.rangeOf(source.place, "key") })) }, () =>
    explanationText(explanation, files, { linesOf: files.linesOf, width: terminalWidth(io.stdout), paint: createPaint(io.stdout, io.env) }),
  );
}
