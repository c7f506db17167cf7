import type { Diagnostic } from "@windlass/compiler/diagnostic";
import type { SourceRange } from "@windlass/compiler/source-range";
import type { SourcePlace } from "@windlass/contracts/error";
import type { Paint } from "./paint.js";
import { plainText } from "./plain-text.js";
import { placeRows, type View } from "./place-text.js";

/** A diagnostic with what of its file it is about; null where it has no line, or the file cannot be read. */
export type LocatedDiagnostic = Diagnostic & { range: SourceRange | null };

/** Every diagnostic with its source lines, and a last line that counts them. Empty when there is none. */
export function diagnosticsText(diagnostics: readonly LocatedDiagnostic[], view: View): string {
  if (diagnostics.length === 0) return "";
  const blocks = diagnostics.map((diagnostic) => diagnosticText(diagnostic, view));
  return `${blocks.join("\n\n")}\n\n${countText(diagnostics, view.paint)}\n`;
}

function diagnosticText({ severity, code, message, hint, place, range }: LocatedDiagnostic, view: View): string {
  const { paint } = view;
  const colour = severity === "error" ? "red" : "yellow";
  const [title, ...more] = plainText(message).split("\n");
  const { rows, margin } = place ? placeRows({ place, range, colour }, view) : { rows: [], margin: " " };
  return [
    `${paint(colour, `${severity}[${code}]`)}${paint("bold", `: ${title}`)}`,
    ...more.map((line) => `${margin}   ${line}`),
    ...rows,
    ...(place && !range ? propertyRows(place, paint) : []),
    `${margin} ${paint("blue", "=")} ${paint("cyan", "help:")} ${plainText(hint)}`,
  ].join("\n");
}

function propertyRows({ property }: SourcePlace, paint: Paint): string[] {
  return property === null ? [] : [`  ${paint("blue", "=")} property: ${plainText(property)}`];
}

function countText(diagnostics: readonly Diagnostic[], paint: Paint): string {
  const parts = (["error", "warning"] as const).flatMap((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return count === 0 ? [] : [paint(severity === "error" ? "red" : "yellow", `${count} ${severity}${count === 1 ? "" : "s"}`)];
  });
  return parts.join(", ");
}
