import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { createRangeFinder, type Part, type SourceRange } from "@windlass/compiler/source-range";
import type { SourcePlace } from "@windlass/contracts/error";

/** The config files of a service, as far as places in them are shown. A file that cannot be read shows nothing. */
export type SourceFiles = {
  linesOf: (file: string) => readonly string[] | undefined;
  rangeOf: (place: SourcePlace | null, part: Part) => SourceRange | null;
};

/** Reads the files that these places are in, relative to `cwd`. */
export async function readSourceFiles(places: readonly (SourcePlace | null)[], cwd: string): Promise<SourceFiles> {
  const names = new Set(places.flatMap((place) => (place?.line ? [place.file] : [])));
  const files = new Map<string, { lines: string[]; find: ReturnType<typeof createRangeFinder> }>();
  for (const name of names) {
    const text = await readText(resolve(cwd, name));
    if (text !== null) files.set(name, { lines: text.split("\n"), find: createRangeFinder(text) });
  }
  return {
    linesOf: (file) => files.get(file)?.lines,
    rangeOf: (place, part) => (place && (files.get(place.file)?.find(place, part) ?? null)),
  };
}

async function readText(path: string): Promise<string | null> {
  try {
    return await readFile(path, "utf8");
  } catch {
    return null;
  }
}
