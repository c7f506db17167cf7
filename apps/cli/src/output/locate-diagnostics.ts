import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { byPlace, type Diagnostic } from "@windlass/compiler/diagnostic";
import type { LocatedDiagnostic } from "./diagnostic-text.js";

export type Located = { diagnostics: LocatedDiagnostic[]; linesOf: (file: string) => readonly string[] | undefined };

/** Reads the files that diagnostics are about, relative to `cwd`, and finds what to underline in them. A file that cannot be read shows nothing. */
export async function locateDiagnostics(diagnostics: readonly Diagnostic[], cwd: string): Promise<Located> {
  if (diagnostics.length === 0) return { diagnostics: [], linesOf: () => undefined };
  const files = new Set(diagnostics.flatMap(({ place }) => (place?.line ? [place.file] : [])));
  const texts = new Map(await Promise.all(Array.from(files, async (file) => [file, await readText(resolve(cwd, file))] as const)));
  const { createRangeFinder } = await import("@windlass/compiler/source-range");
  const finders = new Map(Array.from(texts, ([file, text]) => [file, text === null ? null : createRangeFinder(text)] as const));
  return {
    diagnostics: diagnostics
      .map((diagnostic) => ({ ...diagnostic, range: diagnostic.place && (finders.get(diagnostic.place.file)?.(diagnostic.code, diagnostic.place) ?? null) }))
      .sort(byPlace),
    linesOf: (file) => texts.get(file)?.split("\n"),
  };
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return null;
  }
}
