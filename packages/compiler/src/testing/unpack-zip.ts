import { chmod, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { CompileResult } from "../compile-input.js";
import { readZip, type ReadEntry } from "./read-zip.js";

/** The files of each zip of a compilation, by the zip's name. Throws what was wrong with the config. */
export async function zipsOf(result: CompileResult): Promise<Record<string, ReadEntry[]>> {
  if (!result.ok) throw new Error(result.diagnostics.map(({ message, place }) => `${place?.file}:${place?.line} ${message}`).join("\n"));
  const zips: Record<string, ReadEntry[]> = {};
  for (const { name, content } of result.artifacts) zips[name] = content.in === "memory" ? await readZip(content.bytes) : [];
  return zips;
}

/** Writes the files of a zip into a directory, as Lambda does. */
export async function unpack(entries: readonly ReadEntry[], directory: string): Promise<void> {
  for (const { name, mode, content } of entries) {
    const file = join(directory, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, content);
    await chmod(file, mode & 0o777);
  }
}
