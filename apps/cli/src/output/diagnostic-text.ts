import type { Diagnostic } from "@windlass/compiler/diagnostic";
import type { SourceRange } from "@windlass/compiler/source-range";
import type { Paint } from "./paint.js";
import { plainText } from "./plain-text.js";
import { excerptText, gutterWidth } from "./source-excerpt.js";

/** A diagnostic with what of its file it is about; null where it has no line, or the file cannot be read. */
export type LocatedDiagnostic = Diagnostic & { range: SourceRange | null };

/** How to print: the lines of a file that was read before, the width of the terminal, and whether with colours. */
export type DiagnosticView = { linesOf: (file: string) => readonly string[] | undefined; width: number; paint: Paint };

/** Every diagnostic with its source lines, and a last line that counts them. Empty when there is none. */
export function diagnosticsText(diagnostics: readonly LocatedDiagnostic[], view: DiagnosticView): string {
  if (diagnostics.length === 0) return "";
  const blocks = diagnostics.map((diagnostic) => diagnosticText(diagnostic, view));
  return `${blocks.join("\n\n")}\n\n${countText(diagnostics, view.paint)}\n`;
}

function diagnosticText({ severity, code, message, hint, place, range }: LocatedDiagnostic, { linesOf, width, paint }: DiagnosticView): string {
  const colour = severity === "error" ? "red" : "yellow";
  const [title, ...more] = plainText(message).split("\n");
  const margin = " ".repeat(range ? gutterWidth(range) : 1);
  const rows = [`${paint(colour, `${severity}[${code}]`)}${paint("bold", `: ${title}`)}`, ...more.map((line) => `${margin}   ${line}`)];
  if (place) rows.push(`${margin}${paint("blue", "-->")} ${plainText(placeText(place, range))}`);
  const lines = place === null ? undefined : linesOf(place.file);
  if (range && lines) rows.push(...excerptText({ lines, range, width }, (asked, text) => paint(asked === "red" ? colour : asked, text)), `${margin} ${paint("blue", "|")}`);
  else if (place?.property) rows.push(`${margin} ${paint("blue", "=")} property: ${plainText(place.property)}`);
  rows.push(`${margin} ${paint("blue", "=")} ${paint("cyan", "help:")} ${plainText(hint)}`);
  return rows.join("\n");
}

function placeText({ file, line, column }: NonNullable<Diagnostic["place"]>, range: SourceRange | null): string {
  return [file, range?.line ?? line, range?.column ?? column].filter((part) => part !== null).join(":");
}

function countText(diagnostics: readonly Diagnostic[], paint: Paint): string {
  const parts = (["error", "warning"] as const).flatMap((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return count === 0 ? [] : [paint(severity === "error" ? "red" : "yellow", `${count} ${severity}${count === 1 ? "" : "s"}`)];
  });
  return parts.join(", ");
}
