import type { ResolvedConfig } from "@windlass/contracts/resolved-config";
import type { SourcePlace } from "@windlass/contracts/error";
import { propertyPointer } from "./pointer.js";

/** The pointer of what stands at a place of a file, as far as the config shows it; null when it does not. */
export function placePointer({ file, value, places, files }: ResolvedConfig, place: SourcePlace): string | null {
  if (place.property !== null && place.file === file) {
    const pointer = propertyPointer(value, place.property);
    if (pointer !== "") return pointer;
  }
  if (place.line === null) return null;
  return Object.entries(places).find(([, [index, line]]) => files[index] === place.file && line === place.line)?.[0] ?? null;
}
